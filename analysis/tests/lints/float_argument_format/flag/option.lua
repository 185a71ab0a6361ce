-- shows: k | 3 | not an integer
return redis.call('SET', KEYS[1], 'x', 'PX', ARGV[1] * 0.5)
