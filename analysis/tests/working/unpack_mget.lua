-- run: a b | x
redis.call('MSET', KEYS[1], '1', KEYS[2], '2')
local x, y = unpack(redis.call('MGET', KEYS[1], KEYS[2]))
return (tonumber(x) or 0) + (tonumber(y) or 0)
