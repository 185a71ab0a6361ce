return redis.error_reply(string.format('job %s is missing', ARGV[1]))
