#!lua flags=no-writes,allow-stale
-- Replies the time in seconds. `allow-stale`: also on a replica that has lost its primary and gives out no data. It
-- needs `no-writes` beside it, and no command that reads data.
return tonumber(redis.call('TIME')[1])
