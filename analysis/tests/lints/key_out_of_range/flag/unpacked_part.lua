-- declare: keys = 2
return redis.call('DEL', unpack(KEYS, 1, 3))
