-- declare: keys = 1
return redis.call('MGET', KEYS[1], KEYS['1'])
