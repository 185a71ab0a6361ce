-- run: k | x
local ok, msg = xpcall(function() return redis.call('LPUSH', KEYS[1], 1) end, function(e) return tostring(e) end)
return ok and msg or 0
