-- shows: k | v | Integer(0)
redis.call('SET', KEYS[1], ARGV[1])
local kind = redis.call('TYPE', KEYS[1])
if kind == 'string' then
  return 1
end
return 0
