-- Calls the session KEYS[1], ARGV[1], of the user whose sessions are listed at KEYS[2], from now on ARGV[2], at
-- KEYS[3]: with all that it remembers. Replies 1 if so; 0 if it is over.

-- @include "lib/now_us.lua"

local now = now_us()
local ends = redis.call('ZSCORE', KEYS[2], ARGV[1])
if tonumber(ends or 0) <= now then
  return 0
end
-- RENAME keeps the time to live. It has no key to rename only if somebody deleted that behind the list's back.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('RENAME', KEYS[1], KEYS[3])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[2], ends, ARGV[2])
return 1
