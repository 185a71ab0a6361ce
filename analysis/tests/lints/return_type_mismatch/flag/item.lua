-- declare: keys = 1, args = 0, returns = (bool, u64)
local left = redis.call('DECR', KEYS[1])
if left < 0 then return {0, 'none'} end
return {1, 'some'}
-- shows: k | | Array([Integer(0), Bulk("none")])
