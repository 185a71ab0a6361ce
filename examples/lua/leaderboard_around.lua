#!lua flags=no-writes
-- Replies the rows around the player ARGV[1]: at most ARGV[2] above, the player's own, and at most ARGV[2]
-- below; none for an unknown player. A row is a rank, from 1, a player and a score.
--
-- KEYS: the order, the entries, as in leaderboard_add.lua. One step, so that nobody moves in between.
local each_side = tonumber(ARGV[2])

local member = redis.call('HGET', KEYS[2], ARGV[1])
local rank = member and redis.call('ZREVRANK', KEYS[1], member)
if not rank then
  return {}
end

local first = math.max(0, rank - each_side)
local found = redis.call('ZREVRANGE', KEYS[1], first, rank + each_side, 'WITHSCORES')
local rows = {}
for i = 1, #found, 2 do
  -- Without the time, which has 16 digits, and its colon.
  rows[#rows + 1] = { first + #rows + 1, string.sub(found[i], 18), found[i + 1] }
end
return rows
