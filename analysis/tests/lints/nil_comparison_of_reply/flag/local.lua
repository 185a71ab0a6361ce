-- shows: k | f | Integer(1)
local value = redis.call('HGET', KEYS[1], ARGV[1])
if value ~= nil then
  return 1
end
return 0
