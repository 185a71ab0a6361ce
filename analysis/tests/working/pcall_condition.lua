-- run: k | x
local n = redis.pcall('INCR', KEYS[1])
if type(n) == 'number' and n > 0 then return n end
return 0
