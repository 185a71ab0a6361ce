redis.call('EXPIRE', KEYS[1], 10, 'NX')
redis.call('PING')
redis.call('ZRANK', KEYS[1], 'm')
return redis.call('OBJECT', 'ENCODING', KEYS[1])
