-- declare: keys = 2, args = 2
local SOURCE, TARGET = 1, 2
local COUNT = 1
local LIMIT = COUNT + 1
local moved = 0
while moved < math.min(tonumber(ARGV[COUNT]), tonumber(ARGV[LIMIT])) do
  if not redis.call('LMOVE', KEYS[SOURCE], KEYS[TARGET], 'LEFT', 'RIGHT') then
    break
  end
  moved = moved + 1
end
return moved
