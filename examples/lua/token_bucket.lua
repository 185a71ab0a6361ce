-- Takes ARGV[4] tokens from the bucket KEYS[1], if it holds that many.
--
-- ARGV: the bucket's capacity, the tokens that it gains per second, the time now in seconds, the tokens
-- wanted. Replies whether they were taken, and how many whole tokens remain.
local capacity = tonumber(ARGV[1])
local refill_per_second = tonumber(ARGV[2])
local now = tonumber(ARGV[3])
local requested = tonumber(ARGV[4])

-- The bucket is not for anyone to spoil: an infinity would stay in it, and a NaN would make every test false.
local function is_finite(number)
  return number - number == 0
end
if not (is_finite(now) and is_finite(refill_per_second) and refill_per_second >= 0) then
  return redis.error_reply('ERR the time and the refill rate must be finite, and the rate not negative')
end

-- What is kept is the bucket as of the last time that something was taken; a bucket that nobody knows is full.
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1] or capacity)
local at = tonumber(bucket[2] or now)

-- A clock that runs behind the others takes nothing back.
now = math.max(at, now)
tokens = math.min(capacity, tokens + (now - at) * refill_per_second)

local allowed = tokens >= requested
if allowed and requested > 0 then
  tokens = tokens - requested
  -- All 17 digits: a number that becomes text by itself keeps only 14. A call that is denied writes
  -- nothing, so that asking often does not add up rounding errors.
  redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'at', string.format('%.17g', now))
  -- When it is full again it may be forgotten. A minute more, since the callers' clocks are not the server's.
  local seconds = math.ceil(capacity / refill_per_second) + 60
  if seconds < 1e9 then
    redis.call('EXPIRE', KEYS[1], string.format('%.0f', seconds))
  else
    redis.call('PERSIST', KEYS[1])
  end
end

return { allowed and 1 or 0, math.floor(tokens) }
