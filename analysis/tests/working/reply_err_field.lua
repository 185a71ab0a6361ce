-- run: k | x
local r = redis.pcall('HGETALL', KEYS[1])
if r.err then return r end
return #r
