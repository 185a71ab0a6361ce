local best
for i = 1, #KEYS do
  local value = tonumber(redis.call('GET', KEYS[i]))
  if value and (not best or value < best) then
    best = value
  end
end
local total = 0
for _, key in ipairs(KEYS) do
  total = total + (redis.call('GET', key) or 0)
end
if total > 10 then
  return total
end
return best
