-- declare: keys = 1
return redis.call('MGET', KEYS[1], KEYS['1'])
-- shows: k | 7 8 9 | must be strings
