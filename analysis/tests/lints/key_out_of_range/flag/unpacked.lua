-- declare: keys = 2
local queue, active, delayed = unpack(KEYS)
redis.call('RPOPLPUSH', queue, active)
return redis.call('ZCARD', delayed)
