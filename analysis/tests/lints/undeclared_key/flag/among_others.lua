return redis.call('MSET', KEYS[1], ARGV[1], 'total', ARGV[2])
-- shows cluster: k | 1 2 | to access
