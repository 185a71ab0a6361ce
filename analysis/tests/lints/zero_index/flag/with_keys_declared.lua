-- declare: keys = 1
return redis.call('GET', KEYS[0] or KEYS[1])
