-- declare: keys = 0
return redis.call('GET', KEYS[1])
