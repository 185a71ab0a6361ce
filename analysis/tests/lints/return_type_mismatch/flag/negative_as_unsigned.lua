-- declare: keys = 1, args = 0, returns = u64
-- shows: k | | Integer(-1)
local left = redis.call('DECR', KEYS[1])
if left < 0 then
  redis.call('INCR', KEYS[1])
  return -1
end
return left
