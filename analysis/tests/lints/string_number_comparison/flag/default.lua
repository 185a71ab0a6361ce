-- shows: k | 5 | attempt to compare
local limit = ARGV[1] or 10
local count = redis.call('INCR', KEYS[1])
if count > limit then
  return 0
end
return 1
