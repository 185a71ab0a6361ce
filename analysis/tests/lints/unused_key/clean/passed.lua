-- declare: keys = 3
return redis.call('DEL', unpack(KEYS))
