return redis.call('XREAD', 'COUNT', 1, 'STREAMS', 'events', '0')
-- shows cluster: k | | to access
