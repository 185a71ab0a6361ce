-- declare: keys = 2
redis.call('SET', KEYS[0], 'x')
return redis.call('GET', KEYS[1])
-- shows: k q | 7 8 9 | must be strings
