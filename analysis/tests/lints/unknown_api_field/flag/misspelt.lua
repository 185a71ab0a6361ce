return redis.Call('GET', KEYS[1])
-- shows: k q z | 7 8 9 | attempt to call
