-- declare: keys = 3
local a, b = unpack(KEYS)
return redis.call('MGET', a, b)
