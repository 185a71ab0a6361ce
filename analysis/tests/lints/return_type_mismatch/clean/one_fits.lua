-- declare: returns = i64
if not redis.call('GET', KEYS[1]) then
  return false
end
return 1
