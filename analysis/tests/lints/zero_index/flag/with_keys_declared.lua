-- declare: keys = 1
return redis.call('GET', KEYS[0] or KEYS[1])
-- shows: k | 7 8 9 | Null
