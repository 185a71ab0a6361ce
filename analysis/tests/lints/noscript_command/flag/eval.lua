-- shows: | x | not allowed from script
return redis.call('EVALSHA', ARGV[1], 0)
