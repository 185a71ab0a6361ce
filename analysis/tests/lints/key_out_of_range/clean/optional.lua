-- declare: keys = 1
if KEYS[2] then
  redis.call('DEL', KEYS[2])
end
return redis.call('GET', KEYS[1])
