-- declare: returns = i64
-- shows: k | v | Null
redis.call('SET', KEYS[1], ARGV[1])
