-- declare: keys = 3
return redis.call('MGET', KEYS[1], KEYS[2])
-- before: MSET a 1 b 2 c 3
-- shows: a b c | | Array([Bulk("1"), Bulk("2")])
