local prefix = 'stats:'
return redis.call('INCR', prefix .. 'total')
