-- declare: keys = 2
return redis.call('DEL', unpack(KEYS, 1, 3))
-- shows: k q | 7 8 9 | must be strings
