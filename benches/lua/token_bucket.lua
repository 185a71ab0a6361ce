-- Takes `requested` tokens from the bucket at KEYS[1], if it still holds that many.
-- ARGV: capacity, tokens per second, now (in seconds), requested.
local capacity = tonumber(ARGV[1])
local rate = tonumber(ARGV[2])
local now = tonumber(ARGV[3])
local requested = tonumber(ARGV[4])
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(state[1]) or capacity
local at = tonumber(state[2]) or now
tokens = math.min(capacity, tokens + math.max(0, now - at) * rate)
local taken = 0
if tokens >= requested then
  tokens = tokens - requested
  taken = 1
end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
-- The bucket expires once it would be full again, plus one second.
redis.call('EXPIRE', KEYS[1], math.ceil(capacity / rate) + 1)
return { taken, math.floor(tokens) }
