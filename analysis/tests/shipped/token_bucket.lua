-- declare: keys = 1, args = 4
-- Takes tokens from a bucket that refills.
--
-- KEYS[1]  bucket
-- ARGV[1]  capacity
-- ARGV[2]  refill per second
-- ARGV[3]  now, in seconds
-- ARGV[4]  requested
local bucket = KEYS[1]
local capacity, refill = tonumber(ARGV[1]), tonumber(ARGV[2])
local now, requested = tonumber(ARGV[3]), tonumber(ARGV[4])
local state = redis.call('HMGET', bucket, 'tokens', 'at')
local tokens = tonumber(state[1]) or capacity
local at = tonumber(state[2]) or now
tokens = math.min(capacity, tokens + math.max(0, now - at) * refill)
local allowed = tokens >= requested
if allowed then
  tokens = tokens - requested
end
redis.call('HSET', bucket, 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('PEXPIRE', bucket, math.ceil(capacity / refill * 2000))
return {allowed and 1 or 0, math.floor(tokens)}
