#!lua flags=no-writes
local value = redis.call('GET', KEYS[1])
return {value, redis.call('SORT_RO', KEYS[2]), redis.call('TIME')}
