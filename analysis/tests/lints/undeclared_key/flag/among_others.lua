return redis.call('MSET', KEYS[1], ARGV[1], 'total', ARGV[2])
