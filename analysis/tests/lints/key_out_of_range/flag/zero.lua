-- declare: keys = 1
return redis.call('GET', KEYS[0]) or redis.call('GET', KEYS[1])
-- shows: k | 7 8 9 | must be strings
