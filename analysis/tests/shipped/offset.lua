-- declare: keys = 1, args = 1..
local n = tonumber(ARGV[1])
local fields = {}
for i = 1, n do
  fields[i] = ARGV[n + i]
  redis.call('HSET', KEYS[1], ARGV[1 + i], fields[i])
end
return n
