local kind = redis.call('TYPE', KEYS[1])
if kind == 'list' or kind.ok == 'list' then
  return 1
end
local reply = redis.call('TYPE', KEYS[1])
reply = reply.ok or reply
if reply == 'hash' then
  return 2
end
return 0
