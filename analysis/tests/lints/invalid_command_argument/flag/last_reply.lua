-- declare: keys = 1, args = 0
-- shows: a | | must be strings or integers
return redis.call('DEL', KEYS[1], redis.call('SMEMBERS', KEYS[1]))
