-- declare: keys = 4
return redis.call('GET', KEYS[1])
-- before: MSET a 1 b 2
-- shows: a b c d | | Bulk("1")
