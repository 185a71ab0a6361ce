-- declare: keys = 1, args = 1
-- shows: k | 5 | attempt to compare
local count = redis.call('INCR', KEYS[1])
if count > (ARGV[1] or 10) then
  return 0
end
return 1
