-- Pours ARGV[4] tokens into a leaky bucket, unless they would make it run over: then everything is
-- refused for a while.
--
-- KEYS: the bucket, the block; both in one hash slot. ARGV: the bucket's capacity, the tokens that leak per
-- second, the milliseconds to block for after an overflow, the tokens. Replies whether they went in, how many
-- more whole tokens would, and after how many milliseconds to try again (0 if they went in; -1 for never).
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
local level = tonumber(bucket[1] or 0)
local elapsed = math.max(0, now - tonumber(bucket[2] or now))
level = math.max(0, level - elapsed * leak_per_second / 1e6)

local room = capacity - level

local wait_ms = -1
if requested <= capacity then
  local overflow = math.max(0, requested - room)
  wait_ms = math.min(math.ceil(overflow * 1000 / leak_per_second), longest_ms)
  local blocked_ms = math.max(0, redis.call('PTTL', KEYS[2]))
  if blocked_ms == 0 and overflow > 0 and block_ms > 0 then
    redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
    blocked_ms = block_ms
  end
  wait_ms = math.max(wait_ms, blocked_ms)
end
if wait_ms ~= 0 then
  return { 0, math.max(0, math.floor(room)), wait_ms }
end

if requested > 0 then
  level = level + requested
  redis.call('HSET', KEYS[1], 'level', string.format('%.17g', level), 'at', string.format('%.0f', now))
  -- An empty bucket is the same as none.
  local empty_ms = math.min(math.ceil(level * 1000 / leak_per_second) + 1, longest_ms)
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', empty_ms))
end
return { 1, math.floor(capacity - level), 0 }
