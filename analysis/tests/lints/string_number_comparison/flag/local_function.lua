-- shows: k | 7 | attempt to compare
local function read(key)
  return redis.call('GET', key) or '0'
end
if read(KEYS[1]) < tonumber(ARGV[1]) then
  return 1
end
return 0
