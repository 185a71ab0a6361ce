-- declare: keys = 1..
-- shows: k | | must be strings or integers
return redis.call('GET', KEYS[#KEYS + 1])
