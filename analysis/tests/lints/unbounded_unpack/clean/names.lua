local queue, seen = unpack(KEYS)
local id, body = unpack(ARGV)
return redis.call('HSET', queue, id, body, seen, 1)
