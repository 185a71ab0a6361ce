#!lua flags=no-writes
-- Replies the value of KEYS[1]. `no-writes`: replicas run it, and so does a server that is full.
return redis.call('GET', KEYS[1])
