-- declare: keys = 1, args = 1, parameters = (id: u64)
return redis.call('SET', KEYS[1], ARGV[1] + 1)
-- then: GET k
-- shows: k | 9007199254740994 | Bulk("9007199254740996")
