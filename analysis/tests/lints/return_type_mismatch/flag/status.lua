-- declare: returns = i64
-- shows: k | v | Status("OK")
return redis.call('SET', KEYS[1], ARGV[1])
