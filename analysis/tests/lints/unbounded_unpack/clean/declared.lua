-- declare: keys = 1, args = 2
return redis.call('HSET', KEYS[1], unpack(ARGV))
