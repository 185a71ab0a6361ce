-- declare: keys = 1, args = 0, returns = (bool, f64)
-- shows: k | | Array([Integer(1), Integer(1)])
local wait = 0
if redis.call('INCR', KEYS[1]) == 1 then wait = 1.5 end
return {1, wait}
