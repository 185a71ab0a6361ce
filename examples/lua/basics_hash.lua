-- A hash: takes ARGV[1] into the mean that KEYS[1] keeps. Replies how many numbers it is of, and the mean.
--
-- The mean goes out as text, with all its digits: a number would lose its fraction on the way out.
local value = tonumber(ARGV[1])
-- An infinity would stay in it.
if not value or value - value ~= 0 then
  return redis.error_reply('MEAN only finite numbers have one')
end

local kept = redis.call('HMGET', KEYS[1], 'count', 'mean')
local count = tonumber(kept[1] or 0) + 1
local mean = tonumber(kept[2] or 0)
mean = string.format('%.17g', mean + (value - mean) / count)
redis.call('HSET', KEYS[1], 'count', count, 'mean', mean)
return { count, mean }
