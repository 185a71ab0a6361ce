return redis.error_reply(ARGV[1])
-- shows: | MOVED␠1␠a:1 | Error("MOVED 1 a:1")
