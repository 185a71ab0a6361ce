-- Remembers ARGV[3] in the field ARGV[2] of the session KEYS[1], called ARGV[1], of the user whose sessions are
-- listed at KEYS[2], if it is not over. Replies 1 if so.
local time = redis.call('TIME')
local now_ms = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if tonumber(redis.call('ZSCORE', KEYS[2], ARGV[1]) or 0) <= now_ms then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return 1
