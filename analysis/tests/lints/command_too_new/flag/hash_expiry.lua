return redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, ARGV[1])
