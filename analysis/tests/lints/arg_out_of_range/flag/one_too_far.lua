-- declare: keys = 1, args = 2
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[3]
-- shows: k | 7 8 | Null
