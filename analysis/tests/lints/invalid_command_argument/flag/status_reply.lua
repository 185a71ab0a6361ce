-- shows: k | | must be strings or integers
local kind = redis.call('TYPE', KEYS[1])
return redis.call('SET', KEYS[1], kind)
