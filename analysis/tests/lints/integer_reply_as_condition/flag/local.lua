-- shows: k | f | Integer(1)
local there = redis.call('HEXISTS', KEYS[1], ARGV[1])
if there then
  return 1
end
return 0
