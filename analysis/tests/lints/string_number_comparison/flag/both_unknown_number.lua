-- shows: k | 7 | attempt to compare
local limit = tonumber(ARGV[1]) or 0
if redis.call('ZADD', KEYS[1], 'INCR', 1, 'm') > limit then
  return 0
end
return 1
