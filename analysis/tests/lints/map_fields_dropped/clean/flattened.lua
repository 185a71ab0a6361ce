local fields = {count = 1, name = 'a'}
local reply = {}
for name, value in pairs(fields) do
  reply[#reply + 1] = name
  reply[#reply + 1] = value
end
return reply
