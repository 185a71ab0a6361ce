-- shows: k | 5 | Integer(0)
if redis.call('SET', KEYS[1], ARGV[1]) == 1 then return 1 end
return 0
