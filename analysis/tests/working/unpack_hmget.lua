-- run: h | x
redis.call('HSET', KEYS[1], 'a', 1)
local a, b = unpack(redis.call('HMGET', KEYS[1], 'a', 'b'))
if a and not b then return tonumber(a) end
return 0
