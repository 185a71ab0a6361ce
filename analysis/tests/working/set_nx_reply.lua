-- run: k | v
local r = redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', 1000)
if r then return 1 end
return 0
