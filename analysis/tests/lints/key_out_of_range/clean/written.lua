-- declare: keys = 1
KEYS[2] = KEYS[1] .. ':count'
return redis.call('GET', KEYS[2])
