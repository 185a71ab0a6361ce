-- Remembers ARGV[3] in the field ARGV[2] of the session KEYS[1], called ARGV[1], of the user whose sessions are
-- listed at KEYS[2], if it is not over. Replies 1 if so.

-- @include "lib/now_us.lua"

local now = now_us()
if tonumber(redis.call('ZSCORE', KEYS[2], ARGV[1]) or 0) <= now then
  return 0
end
-- A server that is short of memory may have evicted it: a new one would have no time to live.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return 1
