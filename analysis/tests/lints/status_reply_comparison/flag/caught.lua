-- shows: k | v | Integer(0)
local reply = redis.pcall('MSET', KEYS[1], ARGV[1])
if reply == 'OK' then
  return 1
end
return 0
