return redis.call('INCR', 'counter')
-- shows cluster: k | | attempted to access
