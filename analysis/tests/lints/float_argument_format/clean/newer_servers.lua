-- declare: min_server = "7.2"
return redis.call('SET', KEYS[1], ARGV[1] * 0.5)
