-- run: k | x
local r = redis.call('LRANGE', KEYS[1], 0, -1)
r.count = #r
return r.count
