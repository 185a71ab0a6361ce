#!lua
return redis.call('GET', KEYS[1])
-- before: CONFIG SET maxmemory 1
-- after: CONFIG SET maxmemory 0
-- shows >=7.0: k | | OOM
