-- shows: k | 7 | attempt to compare
local current = redis.call('HGET', KEYS[1], 'count')
return current < 10
