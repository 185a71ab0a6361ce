-- shows: k | | must be strings or integers
local function now() return redis.call('TIME')[1] end
return redis.call('SET', KEYS[1], now)
