-- Takes ARGV[3] tokens from the bucket KEYS[1], if it holds that many.
--
-- ARGV: the bucket's capacity, the tokens that it gains per second, the tokens wanted, and, if it isn't to be the
-- server's, the time in microseconds. Replies whether they were taken, how many whole tokens remain, and in how
-- many milliseconds there will be enough (0 if taken, -1 for never) and it will be full.
local capacity = tonumber(ARGV[1])
local refill_per_second = tonumber(ARGV[2])
local requested = tonumber(ARGV[3])

-- The bucket is not for anyone to spoil: an infinity would stay in it, and a NaN would make every test false.
if not (refill_per_second >= 0 and refill_per_second < math.huge) then
  return redis.error_reply('ERR the refill rate must be finite and not negative')
end

-- Microseconds: whole numbers, which a double holds exactly.
local now
if ARGV[4] then
  now = tonumber(ARGV[4])
else
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1e6 + tonumber(time[2])
end

-- What is kept is the bucket as of the last time that something was taken; a bucket that nobody knows is full.
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local kept = tonumber(bucket[1] or capacity)
local at = tonumber(bucket[2] or now)

local function tokens_after(elapsed)
  return math.min(capacity, kept + elapsed * refill_per_second / 1e6)
end

-- A clock that was set back takes nothing back.
now = math.max(at, now)
local tokens = tokens_after(now - at)

-- Over three hundred years, which servers still take as a time to live.
local longest_ms = 1e13

-- The milliseconds until the bucket holds so many. By the same sum as above, so that who waits is not refused
-- for a rounding error.
local function wait_ms(wanted)
  if tokens >= wanted then
    return 0
  end
  if wanted > capacity or refill_per_second == 0 then
    return -1
  end
  local ms = math.min(math.floor((wanted - tokens) * 1000 / refill_per_second), longest_ms)
  for _ = 1, 2 do
    if tokens_after(now - at + ms * 1000) < wanted then
      ms = ms + 1
    end
  end
  return ms
end

local retry_ms = wait_ms(requested)
if retry_ms ~= 0 then
  -- Nothing is written, so that asking often does not add up rounding errors.
  return { 0, math.floor(tokens), retry_ms, wait_ms(capacity) }
end

if requested > 0 then
  kept, at, tokens = tokens - requested, now, tokens - requested
  -- All 17 digits: a number that becomes text by itself keeps only 14.
  redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'at', string.format('%.0f', now))
  if refill_per_second > 0 then
    -- When it is full again it may be forgotten; a second later, if the time is not the server's.
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', wait_ms(capacity) + (ARGV[4] and 1000 or 1)))
  else
    redis.call('PERSIST', KEYS[1])
  end
end
return { 1, math.floor(tokens), 0, wait_ms(capacity) }
