-- declare: keys = 1.., args = 1..
for i = 0, #KEYS - 1 do
  redis.call('SET', KEYS[i + 1], ARGV[i + 1])
end
for i = 0, #ARGV do
  if i > 0 then redis.call('RPUSH', KEYS[1], ARGV[i]) end
end
for i = 0, #ARGV do
  local first = i == 0
  redis.call('RPUSH', KEYS[1], first and 'none' or ARGV[i])
end
local parts = {[0] = 'a', 'b'}
for i = 0, 1 do redis.call('RPUSH', KEYS[1], parts[i]) end
for i = 1, #KEYS do redis.call('PERSIST', KEYS[i]) end
