-- declare: keys = 3
return redis.call('MGET', KEYS[1], KEYS[2])
