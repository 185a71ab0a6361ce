-- Looks KEYS[1] up in the cache, and says whether the caller shall compute it: KEYS[2] is the mark of who does.
--
-- ARGV: a name for the caller, the milliseconds that its mark holds, and how much too early to compute anew: so
-- many times as long as the computation took last. That is random, and the caller's to draw: the random numbers of
-- a script are the same each time. Replies the value (or null) and 0 to use it, 1 to compute it, 2 to ask again,
-- since somebody else computes it.
local entry = redis.call('HMGET', KEYS[1], 'value', 'took_ms')
local value = entry[1]

if value then
  local early_ms = tonumber(entry[2] or 0) * tonumber(ARGV[3])
  local left_ms = redis.call('PTTL', KEYS[1])
  if left_ms == -1 or left_ms > early_ms then
    return { value, 0 }
  end
end

if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return { value, 1 }
end
return { value, value and 0 or 2 }
