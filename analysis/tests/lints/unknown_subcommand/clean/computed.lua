return redis.call('OBJECT', ARGV[1], KEYS[1])
