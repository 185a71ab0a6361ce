-- run: k | a b
local function call(...) return redis.call(...) end
local function set(key, ...) local n = select('#', ...) if n == 2 then return call('HSET', key, ...) end end
return set(KEYS[1], ARGV[1], ARGV[2])
