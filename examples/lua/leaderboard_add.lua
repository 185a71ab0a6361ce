-- Adds ARGV[2] points to the score of the player ARGV[1]. Replies the player's rank, from 1, and score.
--
-- KEYS: the order (a sorted set), the entries (a hash of each player's member in it). A member is the time at
-- which the player came to the score, counted backwards, and the player: of equal scores, the highest member
-- comes first, which is the earliest.
local player = ARGV[1]
local points = tonumber(ARGV[2])

local old = redis.call('HGET', KEYS[2], player)
local before = old and tonumber(redis.call('ZSCORE', KEYS[1], old) or 0) or 0
local score = before + points
-- A sorted set keeps doubles. From 2^53 on, adding one would change nothing. All tests stand before the first
-- write: a script that fails isn't rolled back.
if math.abs(score) >= 2 ^ 53 then
  return redis.error_reply('SCORE the score would reach 2^53, where points get lost')
end

local member = old
if not old or score ~= before then
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1e6 + tonumber(time[2])
  member = string.format('%016.0f:', 2 ^ 53 - now) .. player
  if old then
    redis.call('ZREM', KEYS[1], old)
  end
  redis.call('ZADD', KEYS[1], string.format('%.0f', score), member)
  redis.call('HSET', KEYS[2], player, member)
end

return { redis.call('ZREVRANK', KEYS[1], member) + 1, score }
