-- declare: returns = f64
local count = redis.call('INCR', KEYS[1])
if count > 3 then
  return 0
end
if count > 2 then
  return math.floor(count / 2)
end
return count
