-- declare: keys = 1, args = 0, returns = (i64, i64)
-- shows: k | | Array([Integer(1)])
local reply
if redis.call('EXISTS', KEYS[1]) == 1 then
  reply = {0, redis.call('TTL', KEYS[1])}
else
  reply = {1}
end
return reply
