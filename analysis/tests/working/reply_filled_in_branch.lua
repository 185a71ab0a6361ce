-- run: s | 5
local reply = {0, 0}
if redis.call('EXISTS', KEYS[1]) == 0 then
  reply[1] = 1
  reply[2] = tonumber(ARGV[1])
  redis.call('SET', KEYS[1], 1)
end
return reply
