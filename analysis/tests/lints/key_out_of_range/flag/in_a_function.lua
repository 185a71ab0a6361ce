-- declare: keys = 1
local function drop()
  return redis.call('DEL', KEYS[2])
end
redis.call('GET', KEYS[1])
return drop()
