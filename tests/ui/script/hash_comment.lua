# a comment
return redis.call('GET', KEYS[1])
