-- A list: appends ARGV[1] to KEYS[1], of which the last ARGV[2] items are kept. Replies those that fell off.
local keep = tonumber(ARGV[2])
local over = redis.call('RPUSH', KEYS[1], ARGV[1]) - keep
if over <= 0 then
  return {}
end
local gone = redis.call('LRANGE', KEYS[1], 0, over - 1)
redis.call('LTRIM', KEYS[1], over, -1)
return gone
