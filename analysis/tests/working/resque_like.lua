-- run: a b | x
local moved = {}
while true do
  local v = redis.call('RPOP', KEYS[1])
  if not v then break end
  redis.call('LPUSH', KEYS[2], v)
  moved[#moved + 1] = v
  if #moved >= 100 then break end
end
return moved
