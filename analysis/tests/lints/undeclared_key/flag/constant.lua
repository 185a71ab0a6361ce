return redis.call('INCR', 'counter')
-- shows cluster: k | | to access
