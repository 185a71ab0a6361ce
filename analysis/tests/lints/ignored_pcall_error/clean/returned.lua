local reply = redis.pcall('INCR', KEYS[1])
redis.log(redis.LOG_NOTICE, 'counted')
return reply
