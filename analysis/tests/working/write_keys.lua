-- run: k | x
ARGV[2] = 'more'
KEYS[2] = KEYS[1] .. ':2'
redis.call('SET', KEYS[2], ARGV[2])
return ARGV[2]
