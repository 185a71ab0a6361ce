-- run: k | x
redis.call('SET', KEYS[1], 'abc')
return redis.call('OBJECT', 'ENCODING', KEYS[1])
