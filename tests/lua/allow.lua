-- Counts a call by KEYS[1], and allows ARGV[1] of them within ARGV[2] seconds.
local limit = tonumber(ARGV[1])
local calls = redis.call('INCR', KEYS[1])
if calls == 1 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return { calls <= limit and 1 or 0, math.max(0, limit - calls) }
