-- Pours ARGV[4] tokens into a leaky bucket, unless they would make it run over: then everything is
-- refused for a while.
--
-- KEYS: the bucket, the block; both in one hash slot. ARGV: the bucket's capacity, the tokens that leak per
-- second, the milliseconds to block for after an overflow, the tokens. Replies whether they went in, the level (a
-- text: a number would lose its fraction), how many more whole tokens would go in, and in how many milliseconds to
-- try again (0 if they went in; -1 for never) and the bucket will be empty.
local capacity = tonumber(ARGV[1])
local leak_per_second = tonumber(ARGV[2])
local block_ms = tonumber(ARGV[3])
local requested = tonumber(ARGV[4])

-- Over three hundred years, which servers still take as a time to live.
local longest_ms = 1e13

if not (leak_per_second > 0 and leak_per_second < math.huge) then
  return redis.error_reply('ERR the leak rate must be a number above zero')
end

-- One clock for all callers, in microseconds: whole numbers that a double holds exactly.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1e6 + tonumber(time[2])

-- What is kept is the bucket as of the last time that something went in; a bucket that nobody knows is empty.
local bucket = redis.call('HMGET', KEYS[1], 'level', 'at')
local kept = tonumber(bucket[1] or 0)
local at = tonumber(bucket[2] or now)
now = math.max(at, now)

local function level_after(elapsed)
  return math.max(0, kept - elapsed * leak_per_second / 1e6)
end

local level = level_after(now - at)

-- The milliseconds until the level has fallen so far. By the same sum as above, so that who waits is not refused
-- for a rounding error.
local function falls_in(wanted)
  if level <= wanted then
    return 0
  end
  local ms = math.min(math.floor((level - wanted) * 1000 / leak_per_second), longest_ms)
  for _ = 1, 2 do
    if level_after(now - at + ms * 1000) > wanted then
      ms = ms + 1
    end
  end
  return ms
end

local function reply(allowed, wait_ms)
  local room = math.max(0, math.floor(capacity - level))
  return { allowed, string.format('%.17g', level), room, wait_ms, falls_in(0) }
end

if requested > capacity then
  return reply(0, -1)
end

local wait_ms = falls_in(capacity - requested)
local blocked_ms = math.max(0, redis.call('PTTL', KEYS[2]))
if blocked_ms == 0 and wait_ms > 0 and block_ms > 0 then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
  blocked_ms = block_ms
end
wait_ms = math.max(wait_ms, blocked_ms)
if wait_ms > 0 then
  return reply(0, wait_ms)
end

if requested > 0 then
  kept, at, level = level + requested, now, level + requested
  redis.call('HSET', KEYS[1], 'level', string.format('%.17g', level), 'at', string.format('%.0f', now))
  -- An empty bucket is the same as none.
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', falls_in(0) + 1))
end
return reply(1, 0)
