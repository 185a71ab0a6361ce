-- shows: k | v | Wrong number of args
return redis.call('GET', KEYS[1], ARGV[1], unpack(ARGV))
