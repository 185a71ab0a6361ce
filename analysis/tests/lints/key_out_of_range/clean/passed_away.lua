-- declare: keys = 1
local function fill(t)
  t[2] = t[1] .. ':count'
end
fill(KEYS)
return redis.call('GET', KEYS[2])
