-- run: k | x
local cache = {}
local function get(k) if cache[k] == nil then cache[k] = redis.call('GET', k) or false end return cache[k] end
get(KEYS[1])
return get(KEYS[1])
