#!lua flags=no-writes
-- shows >=7.0: k | | read-only scripts
return redis.call('PFCOUNT', KEYS[1])
