return redis.call('GET', ARGV[1])
-- shows cluster: k | other | to access
