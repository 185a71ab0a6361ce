-- declare: keys = 2.., args = 1..
-- Pairs of keys: source and target.
local n = 0
for i = 1, #KEYS, 2 do
  if redis.call('RENAMENX', KEYS[i], KEYS[i + 1]) == 1 then
    n = n + 1
    redis.call('SET', KEYS[i + 1] .. ':by', ARGV[(i + 1) / 2])
  end
end
return n
