-- shows: k | | must be strings or integers
local value = redis.call('GET', KEYS[1])
if not value then
  redis.call('SET', KEYS[1], value)
end
return 1
