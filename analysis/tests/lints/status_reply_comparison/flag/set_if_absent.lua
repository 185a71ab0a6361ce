-- shows: k | v | Integer(0)
local locked = redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', 1000)
if locked ~= 'OK' then
  return 0
end
return 1
