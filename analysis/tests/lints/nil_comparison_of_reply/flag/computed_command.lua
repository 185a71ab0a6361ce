-- shows: k | GET | Integer(0)
local value = redis.call(ARGV[1], KEYS[1])
if value == nil then
  return 1
end
return 0
