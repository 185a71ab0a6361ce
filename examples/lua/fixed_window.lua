-- Counts ARGV[3] more in the window KEYS[1], if that makes no more than ARGV[1]. A window begins with the first
-- request and lasts ARGV[2] milliseconds.
--
-- Replies whether they were counted, how many more would be, and in how many milliseconds to ask again (0 if
-- counted, -1 for never) and the window ends.
local limit = tonumber(ARGV[1])
local requested = tonumber(ARGV[3])

local used = tonumber(redis.call('GET', KEYS[1]) or 0)
local left_ms = redis.call('PTTL', KEYS[1])
if left_ms < 0 then
  -- No window, or one that somebody made last for ever.
  used = 0
  left_ms = tonumber(ARGV[2])
end
-- A key lives for all of its last millisecond.
local over_in_ms = left_ms + 1

-- A request that is refused is not counted: else those who ask too often would never get through.
if used + requested > limit then
  return { 0, math.max(0, limit - used), requested <= limit and over_in_ms or -1, over_in_ms }
end

if used == 0 then
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
else
  redis.call('INCRBY', KEYS[1], ARGV[3])
end
return { 1, limit - used - requested, 0, over_in_ms }
