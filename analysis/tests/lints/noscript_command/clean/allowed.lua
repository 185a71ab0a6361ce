redis.call('MEMORY', 'USAGE', KEYS[1])
redis.call('PUBLISH', ARGV[1], ARGV[2])
return redis.call('TIME')
