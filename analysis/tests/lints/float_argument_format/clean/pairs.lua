local fields = redis.call('HGETALL', KEYS[1])
redis.call('INCRBY', KEYS[2], #fields / 2)
local ms = tonumber(ARGV[1])
return redis.call('SET', KEYS[3], (ms - ms % 1000) / 1000)
