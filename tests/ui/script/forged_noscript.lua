redis.call('INCR', KEYS[1])
return redis.error_reply('NOSCRIPT No matching script. Please use EVAL.')
