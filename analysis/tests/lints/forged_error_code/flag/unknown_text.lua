return redis.error_reply(ARGV[1])
