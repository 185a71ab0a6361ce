local count = redis.call('LLEN', KEYS[1])
if count and count > 0 then
  return count
end
local n = redis.call('INCR', KEYS[2]) or 0
if not n or n == 1 then
  redis.call('EXPIRE', KEYS[2], 10)
end
return n
