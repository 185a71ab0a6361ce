-- declare: keys = 1
local function drop()
  return redis.call('DEL', KEYS[2])
end
redis.call('GET', KEYS[1])
return drop()
-- shows: k | 7 8 9 | must be strings
