#!lua flags=allow-oom
-- Sets KEYS[1] to ARGV[1]. `allow-oom`: also over `maxmemory`. For the little that must not be lost then.
redis.call('SET', KEYS[1], ARGV[1])
return 1
