local value = redis.call('GET', KEYS[1])
if value == nil or value == false then
  return 1
end
local other = redis.call('GET', KEYS[2])
if other ~= nil and other then
  return 2
end
return 0
