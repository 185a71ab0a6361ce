-- declare: keys = 1..
return redis.call('GET', KEYS[1])
-- before: MSET a 1 b 2
-- shows: a b | | Bulk("1")
