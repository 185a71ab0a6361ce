-- run: h | x
redis.call('HSET', KEYS[1], 'a', 1, 'b', 2)
local raw = redis.call('HGETALL', KEYS[1])
local map = {}
for i = 1, #raw, 2 do map[raw[i]] = raw[i + 1] end
if map.a == '1' and map.b then return map.b end
return 0
