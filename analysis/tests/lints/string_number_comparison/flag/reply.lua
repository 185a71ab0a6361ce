-- shows: k | 7 | attempt to compare
redis.call('SET', KEYS[1], 3)
local current = redis.call('GET', KEYS[1])
if current and current >= 10 then
  return 0
end
return 1
