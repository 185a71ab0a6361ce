-- declare: keys = 1, args = 0, returns = i64
local left = -1
if redis.call('EXISTS', KEYS[1]) == 1 then left = redis.call('DECR', KEYS[1]) end
return left
