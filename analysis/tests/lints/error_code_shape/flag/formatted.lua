return redis.error_reply(string.format('job %s is missing', ARGV[1]))
-- shows: | 7 | Error("job 7 is missing")
