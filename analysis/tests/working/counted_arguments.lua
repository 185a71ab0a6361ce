-- run: s | 2 a b 7
local n = tonumber(ARGV[1])
local list = {}
for i = 1, n do list[i] = ARGV[1 + i] end
local ttl = ARGV[n + 2]
redis.call('RPUSH', KEYS[1], unpack(list))
if ttl then redis.call('EXPIRE', KEYS[1], ttl) end
return list
