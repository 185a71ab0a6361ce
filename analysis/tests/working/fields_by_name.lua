-- run: h | 5
-- setup: HSET h a 1
local fields = {'a', 'b'}
local vals = redis.call('HMGET', KEYS[1], unpack(fields))
local map = {}
for i, f in ipairs(fields) do map[f] = vals[i] end
if map.a and not map.b then redis.call('HSET', KEYS[1], 'b', map.a + ARGV[1]) end
return {map.a, map.b}
