-- declare: keys = 1, args = 2..
local command = table.remove(ARGV, 1)
if command == 'get' then
  return redis.call('GET', KEYS[1])
end
return redis.call(string.upper(command), KEYS[1], unpack(ARGV))
