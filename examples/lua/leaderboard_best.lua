-- Makes ARGV[2] the score of the player ARGV[1], unless it is no better than the one before, which then stays
-- with its time. Replies the player's rank, from 1, and score.
--
-- KEYS and members: as in leaderboard_add.lua.
local player = ARGV[1]
local score = tonumber(ARGV[2])
if math.abs(score) >= 2 ^ 53 then
  return redis.error_reply('SCORE the score is 2^53 or more, where points get lost')
end

local member = redis.call('HGET', KEYS[2], player)
local before = member and redis.call('ZSCORE', KEYS[1], member)
if before and score <= tonumber(before) then
  score = tonumber(before)
else
  if member then
    redis.call('ZREM', KEYS[1], member)
  end
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1e6 + tonumber(time[2])
  member = string.format('%016.0f:', 2 ^ 53 - now) .. player
  redis.call('ZADD', KEYS[1], string.format('%.0f', score), member)
  redis.call('HSET', KEYS[2], player, member)
end

return { redis.call('ZREVRANK', KEYS[1], member) + 1, score }
