-- declare: keys = 2
local queue, active, delayed = unpack(KEYS)
redis.call('RPOPLPUSH', queue, active)
return redis.call('ZCARD', delayed)
-- shows: k q | 7 8 9 | must be strings
