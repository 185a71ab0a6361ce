redis.call('SET', KEYS[1], 'x', 'PX', math.floor(ARGV[1] * 0.5))
return redis.call('EXPIRE', KEYS[1], math.ceil(ARGV[1] / 1000))
