-- declare: keys = 0
return redis.call('GET', KEYS[1])
-- shows:  | 7 8 9 | must be strings
