-- declare: keys = 2, args = 1
local KEYS, ARGV = KEYS, ARGV
local redis = redis
local function move(from, to)
  local item = redis.call('LPOP', from)
  if item then redis.call('RPUSH', to, item) end
  return item
end
local moved = 0
for _ = 1, tonumber(ARGV[1]) do
  if not move(KEYS[1], KEYS[2]) then break end
  moved = moved + 1
end
return moved
