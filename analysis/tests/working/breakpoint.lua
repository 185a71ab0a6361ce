-- run: k | x
redis.breakpoint()
redis.debug('x', ARGV[1])
redis.log(redis.LOG_WARNING, 'hello ' .. ARGV[1])
return redis.sha1hex(ARGV[1])
