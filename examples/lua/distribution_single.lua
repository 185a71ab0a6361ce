#!lua flags=no-cluster
-- Counts a visit in KEYS[1]. `no-cluster`: for what must not run on one, even though this one could.
return redis.call('INCR', KEYS[1])
