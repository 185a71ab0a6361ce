local prefix = 'stats:'
return redis.call('INCR', prefix .. 'total')
-- shows cluster: k | | to access
