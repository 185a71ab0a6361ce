-- declare: returns = Vec<String>
local reply = {}
for i = 1, #KEYS do
  table.insert(reply, redis.call('GET', KEYS[i]))
end
return reply
