-- declare: keys = 2
local reserved = redis.call('GET', KEYS[1])
local used = redis.call('GET', KEYS[3])
return {reserved, used, KEYS[2]}
-- shows: k q | 7 8 9 | must be strings
