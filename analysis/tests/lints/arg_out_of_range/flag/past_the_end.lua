-- shows: k | v | must be strings or integers
return redis.call('SET', KEYS[1], ARGV[1 + #ARGV])
