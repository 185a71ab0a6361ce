-- shows: k | 5 | attempt to compare
local limit = tonumber(ARGV[1])
redis.call('HSET', KEYS[1], 'used', '3')
local used = redis.call('HGET', KEYS[1], 'used') or 0
if used >= limit then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'used', 1)
return 1
