local limit = tonumber(ARGV[1])
local current = tonumber(redis.call('GET', KEYS[1]) or 0)
if current > limit then
  return 0
end
local count = redis.call('GET', KEYS[1])
if not count then
  count = 0
else
  count = tonumber(count)
end
if count > 5 then
  return 1
end
return redis.call('INCR', KEYS[1]) > limit
