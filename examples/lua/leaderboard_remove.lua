-- Forgets the player ARGV[1]. Replies 1 if there was one.
--
-- KEYS: the order, the entries, as in leaderboard_add.lua.
local member = redis.call('HGET', KEYS[2], ARGV[1])
if not member then
  return 0
end
redis.call('ZREM', KEYS[1], member)
return redis.call('HDEL', KEYS[2], ARGV[1])
