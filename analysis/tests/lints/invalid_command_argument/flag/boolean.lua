-- shows: k | | must be strings or integers
local on = true
return redis.call('SET', KEYS[1], on)
