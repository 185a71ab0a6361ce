-- Takes ARGV[4] tokens from KEYS[1] <bucket>, if there are that many.
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local capacity, rate, now, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local tokens = math.min(capacity, tonumber(bucket[1] or capacity) + (now - tonumber(bucket[2] or now)) * rate)
local allowed = 0
if tokens >= wanted then
  tokens = tokens - wanted
  allowed = 1
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', ARGV[3])
return {allowed, math.floor(tokens)}
