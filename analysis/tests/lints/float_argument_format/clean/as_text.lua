redis.call('SET', KEYS[1], string.format('%.17g', ARGV[1] / 3))
return redis.call('INCRBYFLOAT', KEYS[1], '0.5')
