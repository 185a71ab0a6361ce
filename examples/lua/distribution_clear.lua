#!lua flags=allow-cross-slot-keys
-- Deletes the keys that the set KEYS[1] lists, and the set. Replies how many keys there were.
--
-- `allow-cross-slot-keys`: they may be in other slots, as long as these are on the same node: one that isn't raises,
-- and what was deleted before it stays deleted. So this is for a cluster's administrator, not for an application.
local deleted = 0
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  -- The list is what says which keys there are: nobody could declare them.
  deleted = deleted + redis.call('DEL', key)
end
redis.call('DEL', KEYS[1])
return deleted
