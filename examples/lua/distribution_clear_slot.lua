#!lua
-- Deletes the keys that the set KEYS[1] lists, and the set. Replies how many keys there were.
--
-- No flag: they have to be in the slot of KEYS[1]. One that is not raises, and what was deleted before it stays
-- deleted.
local deleted = 0
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  -- The list is what says which keys there are: nobody could declare them.
  deleted = deleted + redis.call('DEL', key)
end
redis.call('DEL', KEYS[1])
return deleted
