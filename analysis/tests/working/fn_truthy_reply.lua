-- run: k | 1
local function truthy(v) return v == 1 or v == '1' end
if truthy(redis.call('EXISTS', KEYS[1])) then return 1 end
return 0
