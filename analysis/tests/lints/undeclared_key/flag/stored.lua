return redis.call('ZUNIONSTORE', 'all', 2, KEYS[1], 'other')
-- shows cluster: k | | to access
