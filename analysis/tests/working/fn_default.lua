-- run: k | x
local function default(v, d) if v == nil or v == false then return d end return v end
return default(redis.call('GET', KEYS[1]), 'none')
