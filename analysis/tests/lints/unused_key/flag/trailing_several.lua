-- declare: keys = 4
return redis.call('GET', KEYS[1])
