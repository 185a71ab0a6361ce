return redis.call('GET', ARGV[0])
-- shows: k q z | 7 8 9 | must be strings
