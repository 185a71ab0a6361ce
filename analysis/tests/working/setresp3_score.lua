-- run: z | x
redis.call('ZADD', KEYS[1], 1.5, 'm')
redis.setresp(3)
local s = redis.call('ZSCORE', KEYS[1], 'm')
return tostring(s.double)
