local users = {}
for i, id in ipairs(ARGV) do
  local user = {id = id}
  user.score = tonumber(redis.call('ZSCORE', KEYS[1], id)) or 0
  users[i] = user
end
table.sort(users, function(one, other) return one.score < other.score end)
local reply = {}
for i, user in ipairs(users) do reply[i] = user.id end
return reply
