-- declare: keys = 2, args = 0
local function nothing() end
redis.call('SET', KEYS[1], redis.call('INCR', KEYS[2]))
redis.call('SADD', KEYS[2], unpack(redis.call('SMEMBERS', KEYS[1])))
return redis.call('DEL', KEYS[1], nothing())
