-- run: k | x
local PREFIX = 'app:'
local key = PREFIX .. KEYS[1]
return redis.call('SET', key, 1)
