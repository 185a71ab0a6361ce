-- declare: keys = 1
table.insert(KEYS, KEYS[1] .. ':count')
return redis.call('GET', KEYS[2])
