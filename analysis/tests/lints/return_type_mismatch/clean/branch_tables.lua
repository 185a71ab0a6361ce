-- declare: keys = 1, args = 1, returns = (i64, Option<String>)
local reply
if redis.call('EXISTS', KEYS[1]) == 0 then
  reply = {0, false}
elseif ARGV[1] == '' then
  reply = {}
  reply[1], reply[2] = 1, redis.call('GET', KEYS[1])
else
  reply = redis.call('HMGET', KEYS[1], 'count', ARGV[1])
end
return reply
