return redis.call('GET', ARGV[0])
