count = redis.call('INCR', KEYS[1])
return 1
