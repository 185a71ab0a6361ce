-- run: h | x
redis.call('HSET', KEYS[1], 'a', 1, 'b', 2)
local raw = redis.call('HGETALL', KEYS[1])
local out, n = {}, 0
for i = 1, #raw, 2 do
  if tonumber(raw[i + 1]) > 1 then n = n + 1 out[n] = raw[i] end
end
return out
