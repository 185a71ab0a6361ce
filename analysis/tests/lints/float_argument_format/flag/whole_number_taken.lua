-- shows: k | 1500 | not an integer
redis.call('SET', KEYS[1], 'x')
return redis.call('EXPIRE', KEYS[1], ARGV[1] / 1000)
