local value = redis.call('GET', KEYS[1])
if type(value) == 'number' and value > 3 then
  return 1
end
return 0
