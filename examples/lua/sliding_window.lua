-- Adds ARGV[3] requests to the log KEYS[1], if that makes no more than ARGV[1] in the last ARGV[2] milliseconds.
--
-- Replies whether they were added, how many more would be, and in how many milliseconds to ask again (0 if added,
-- -1 for never) and the log will be empty.
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2]) * 1000
local requested = tonumber(ARGV[3])

-- Microseconds: whole numbers, which a double holds exactly; `%.0f`, since `tostring` keeps only 14 digits.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1e6 + tonumber(time[2])
local start = string.format('(%.0f', now - window)

-- What has left the window is only counted out here, and removed below: a refused request writes nothing.
local used = redis.call('ZCOUNT', KEYS[1], start, '+inf')

-- The milliseconds until a logged request leaves the window: the one so many places from the oldest.
local function leaves_in(place)
  local entry = redis.call('ZRANGEBYSCORE', KEYS[1], start, '+inf', 'WITHSCORES', 'LIMIT', place, 1)
  return math.ceil((tonumber(entry[2] or now) + window - now) / 1000)
end

if used + requested > limit then
  local retry_ms = -1
  if requested <= limit then
    retry_ms = leaves_in(used + requested - limit - 1)
  end
  return { 0, math.max(0, limit - used), retry_ms, used > 0 and leaves_in(used - 1) or 0 }
end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
-- Members must differ, also those of one microsecond. Nothing else runs between this count and the ZADDs, so the
-- number among its equals is unique: no random numbers, and no counter of its own.
local score = string.format('%.0f', now)
local equals = redis.call('ZCOUNT', KEYS[1], score, score)
for n = equals + 1, equals + requested do
  redis.call('ZADD', KEYS[1], score, score .. '-' .. n)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 1, limit - used - requested, 0, tonumber(ARGV[2]) }
