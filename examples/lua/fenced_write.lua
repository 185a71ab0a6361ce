-- Writes ARGV[2] to KEYS[1], unless somebody with a newer fencing token than ARGV[1] has written there.
-- Replies 1 if it was written.
--
-- The token stands beside the value, where the same script compares it: whoever slept through the end of a lock
-- can't know, but what it writes to can.
local newest = tonumber(redis.call('HGET', KEYS[1], 'token') or 0)
if tonumber(ARGV[1]) < newest then
  return 0
end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'value', ARGV[2])
return 1
