-- shows: k | v | must be strings or integers
local now = redis.call('TIME')
return redis.call('SET', KEYS[1], now)
