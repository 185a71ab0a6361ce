-- declare: keys = 1..
return redis.call('GET', KEYS[1])
