-- declare: keys = 1, args = 1..=3, parameters = (capacity: u64, rate: f64, ttl: u32)
local capacity = ARGV[1]
local ttl = ARGV[2] or 60
local rate = ARGV[3] or 1
return redis.call('SET', KEYS[1], capacity * rate, 'EX', ttl)
-- before: SET k old
-- then: TTL k
-- shows: k | 10 5 | Integer(5)
