-- run: k | v
local function set(key, value, ttl) if ttl then return redis.call('SET', key, value, 'EX', ttl) end return redis.call('SET', key, value) end
return set(KEYS[1], ARGV[1])
