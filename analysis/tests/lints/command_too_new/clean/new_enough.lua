-- declare: min_server = "redis 7.4"
return redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, ARGV[1])
