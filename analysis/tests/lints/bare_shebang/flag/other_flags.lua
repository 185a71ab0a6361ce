#!lua flags=allow-stale
local call = redis.call
return {call('HGETALL', KEYS[1]), call('TIME')}
-- before: CONFIG SET maxmemory 1
-- after: CONFIG SET maxmemory 0
-- shows >=7.0: k | | OOM
