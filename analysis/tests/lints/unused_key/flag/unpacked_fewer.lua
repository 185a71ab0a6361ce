-- declare: keys = 3
local a, b = unpack(KEYS)
return redis.call('MGET', a, b)
-- before: MSET a 1 b 2 c 3
-- shows: a b c | | Array([Bulk("1"), Bulk("2")])
