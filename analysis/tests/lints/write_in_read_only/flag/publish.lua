#!lua flags=no-writes
-- shows >=7.0: | m | read-only scripts
return redis.call('PUBLISH', 'channel', ARGV[1])
