-- shows: k | 5 7 | attempt to compare
local limit, window = unpack(ARGV)
local count = redis.call('INCR', KEYS[1])
if count > limit then
  return window
end
return 0
