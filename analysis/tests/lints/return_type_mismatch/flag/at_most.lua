-- declare: keys = 1, args = 1, returns = (i64, String, i64)
-- shows: k | a | Array([Integer(1), Bulk("a")])
local count = redis.call('INCR', KEYS[1])
return {count, ARGV[1]}
