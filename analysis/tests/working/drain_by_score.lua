-- run: s1 s2 | 1
-- setup: ZADD s1 1 a 2 b
local moved = 0
while true do
  local item = redis.call('ZPOPMIN', KEYS[1])
  if #item == 0 then break end
  if tonumber(item[2]) > 100 then break end
  redis.call('ZADD', KEYS[2], item[2], item[1])
  moved = moved + 1
  if moved >= 100 then break end
end
return moved + ARGV[1]
