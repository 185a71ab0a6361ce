#!lua flags=no-writes
-- shows >=7.0: k | v | read-only scripts
return redis.call('SET', KEYS[1], ARGV[1])
