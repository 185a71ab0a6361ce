-- Starts the session KEYS[1], called ARGV[1], of the user whose sessions are listed at KEYS[2]. Of those who have more
-- than ARGV[3], it ends the oldest ones. The rest of ARGV are fields and values to remember.
-- Replies the names of the sessions that were ended.
--
-- The list says which sessions there are: leaving it ends a session at once, though the script that does it does not
-- know the keys of the others. What they remember runs out by itself. It has the microsecond in which each ends, so
-- that it has the order of those that were used within a millisecond, too.

-- @include "lib/now_us.lua"

local now = now_us()
local ttl_ms = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], now + ttl_ms * 1000, ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])

redis.call('HSET', KEYS[1], 'started', string.format('%.0f', math.floor(now / 1000)))
for n = 4, #ARGV - 1, 2 do
  redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])

local ended = {}
local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[3])
if surplus > 0 then
  ended = redis.call('ZRANGE', KEYS[2], 0, surplus - 1)
  redis.call('ZREMRANGEBYRANK', KEYS[2], 0, surplus - 1)
end
return ended
