-- declare: keys = 1
local function first(KEYS)
  return KEYS[4]
end
return first({1, 2, 3, redis.call('GET', KEYS[1])})
