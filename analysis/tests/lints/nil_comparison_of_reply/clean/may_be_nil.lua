local value
if ARGV[1] == 'a' then
  value = redis.call('GET', KEYS[1])
end
if value == nil then
  return 1
end
if redis.call('HMGET', KEYS[1], 'a')[2] == nil then
  return 2
end
if ARGV[2] == nil then
  return 3
end
if tonumber(redis.call('GET', KEYS[1]) or '') == nil then
  return 4
end
return 0
