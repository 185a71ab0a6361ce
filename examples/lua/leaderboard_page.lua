#!lua flags=no-writes
-- Replies ARGV[2] rows from the rank ARGV[1] on. A row is a rank, from 1, a player and a score.
--
-- KEYS: the order, as in leaderboard_add.lua.
local first = math.max(0, tonumber(ARGV[1]) - 1)
local count = tonumber(ARGV[2])
-- A range that ends at -1 is one to the end.
if count == 0 then
  return {}
end

local found = redis.call('ZREVRANGE', KEYS[1], first, first + count - 1, 'WITHSCORES')
local rows = {}
for i = 1, #found, 2 do
  rows[#rows + 1] = { first + #rows + 1, string.sub(found[i], 18), found[i + 1] }
end
return rows
