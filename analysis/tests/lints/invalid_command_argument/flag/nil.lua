-- shows: k | | must be strings or integers
return redis.call('SET', KEYS[1], nil)
