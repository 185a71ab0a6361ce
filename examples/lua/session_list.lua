#!lua flags=no-writes
-- Replies the names of the sessions listed at KEYS[1], oldest first, without those that are over.

-- @include "lib/now_us.lua"

local now = now_us()
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now), '+inf')
