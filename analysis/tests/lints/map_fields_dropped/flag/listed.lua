-- shows: k | a b | Array([Array([]), Array([])])
local users = {}
for _, id in ipairs(ARGV) do
  local user = {id = id}
  user.score = redis.call('ZSCORE', KEYS[1], id)
  table.insert(users, user)
end
return users
