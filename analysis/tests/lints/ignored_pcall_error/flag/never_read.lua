local added = redis.pcall('SADD', KEYS[1], ARGV[1])
return 1
-- before: SET k v
-- shows: k | a | Integer(1)
