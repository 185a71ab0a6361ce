-- declare: keys = 1.., args = 2
-- Takes all locks or none.
local owner, ttl = unpack(ARGV)
for i = 1, #KEYS do
  local holder = redis.call('GET', KEYS[i])
  if holder and holder ~= owner then
    return i
  end
end
for _, key in ipairs(KEYS) do
  redis.call('SET', key, owner, 'PX', ttl)
end
return 0
