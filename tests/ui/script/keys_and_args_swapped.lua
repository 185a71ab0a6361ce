return redis.call('SET', ARGV[1], KEYS[1], 'EX', KEYS[2])
