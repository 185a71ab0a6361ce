-- declare: keys = 1, args = 2..
local n = tonumber(ARGV[1])
for i = 1, n do
  redis.call('HSET', KEYS[1], ARGV[i + 1], ARGV[i + 2])
end
return ARGV[2]
