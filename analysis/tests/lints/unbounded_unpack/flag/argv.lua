-- declare: keys = 1, args = 1..
return redis.call('SADD', KEYS[1], unpack(ARGV))
