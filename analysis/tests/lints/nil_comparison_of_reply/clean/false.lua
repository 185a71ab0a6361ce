if redis.call('GET', KEYS[1]) == false then
  return 1
end
if not redis.call('GET', KEYS[1]) then
  return 2
end
return 0
