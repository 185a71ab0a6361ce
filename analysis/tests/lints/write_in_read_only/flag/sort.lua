#!lua flags=no-writes,allow-stale
-- shows >=7.0: k | | read-only scripts
return redis.call('SORT', KEYS[1])
