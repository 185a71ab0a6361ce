-- shows: k | | attempt to perform arithmetic
return redis.call('GET', KEYS[1]) + 1
