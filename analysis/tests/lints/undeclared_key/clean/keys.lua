local function clear(key) return redis.call('DEL', key) end
local first, second = KEYS[1], KEYS[#KEYS]
for i = 1, #KEYS do clear(KEYS[i]) end
for _, key in ipairs(KEYS) do redis.call('DEL', key) end
return redis.call('MGET', first, second, unpack(KEYS))
