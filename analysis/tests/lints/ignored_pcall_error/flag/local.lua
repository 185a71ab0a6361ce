-- shows: k | v | Integer(0)
redis.call('SET', KEYS[1], ARGV[1])
local length = redis.pcall('LLEN', KEYS[1])
if length == 3 then
  return 1
end
return 0
