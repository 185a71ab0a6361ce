-- shows: k | 5 | attempt to compare
redis.call('SET', KEYS[1], ARGV[1])
local stock = 0
local stored = redis.call('GET', KEYS[1])
if stored then
  stock = stored
end
if stock <= 0 then return 0 end
return redis.call('DECR', KEYS[1])
