-- run: k | fast
local LIMITS = { fast = 10, slow = 1 }
local l = LIMITS[ARGV[1]]
if not l then return redis.error_reply('ERR unknown class') end
return l
