-- shows: k | 5 | attempt to compare
local stored = redis.call('SET', KEYS[1], ARGV[1])
if stored > 0 then return 1 end
return 0
