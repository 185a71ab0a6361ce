-- A string: makes KEYS[1] the number ARGV[1], unless it is at least that already. Replies the number that it is then.
local number = tonumber(ARGV[1])
local before = tonumber(redis.call('GET', KEYS[1]))
if before and before >= number then
  return before
end
redis.call('SET', KEYS[1], ARGV[1])
return number
