-- declare: returns = String
return redis.call('INCR', KEYS[1])
