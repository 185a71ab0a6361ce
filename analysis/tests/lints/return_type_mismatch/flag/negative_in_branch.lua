-- declare: keys = 1, args = 1, returns = u32
-- shows: k | a | Integer(-1)
local result = -1
if redis.call('GET', KEYS[1]) == ARGV[1] then
  result = redis.call('DEL', KEYS[1])
end
return result
