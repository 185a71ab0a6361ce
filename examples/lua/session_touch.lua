-- Lets the session KEYS[1], called ARGV[1], of the user whose sessions are listed at KEYS[2], live for another
-- ARGV[2] milliseconds. Replies its fields and values in turn; nothing if it is over.

-- @include "lib/now_us.lua"

local now = now_us()
local ends = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[1]) or 0)
if ends <= now then
  redis.call('DEL', KEYS[1])
  return {}
end
redis.call('ZADD', KEYS[2], 'XX', now + tonumber(ARGV[2]) * 1000, ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HGETALL', KEYS[1])
