local id = redis.call('LPOP', KEYS[1])
if id then redis.call('DEL', id) end
for _, member in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('DEL', member)
end
-- before: RPUSH k other
-- shows cluster: k | | to access
