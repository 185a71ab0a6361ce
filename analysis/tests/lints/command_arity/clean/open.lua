local function call(...) return redis.call('SET', ...) end
call(KEYS[1], ARGV[1])
redis.call('SADD', KEYS[1], unpack(ARGV))
local function old(command, ...) return redis.call(command, unpack(arg)) end
old('GET', KEYS[1])
return redis.call('HSET', KEYS[1], unpack(ARGV))
