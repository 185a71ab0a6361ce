count = redis.call('INCR', KEYS[1])
return 1
-- shows: k q z | 7 8 9 | Attempt to modify a readonly table
