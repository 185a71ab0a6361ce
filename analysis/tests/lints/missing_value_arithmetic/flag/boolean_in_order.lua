-- shows: k | 5 | attempt to compare
local function is_over(count)
  return count > tonumber(ARGV[1])
end
if is_over(redis.call('INCR', KEYS[1])) > 0 then return 0 end
return 1
