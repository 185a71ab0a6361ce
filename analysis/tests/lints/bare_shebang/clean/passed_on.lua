#!lua
local function twice(f, key) f('INCR', key) return f('INCR', key) end
return twice(redis.call, KEYS[1])
