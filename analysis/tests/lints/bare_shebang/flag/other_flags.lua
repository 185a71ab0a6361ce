#!lua flags=allow-stale
local call = redis.call
return {call('HGETALL', KEYS[1]), call('TIME')}
