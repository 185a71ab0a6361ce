-- shows: k | f | Integer(1)
local function exists(key)
  return redis.call('EXISTS', key)
end
if exists(KEYS[1]) then
  return 1
end
return 0
