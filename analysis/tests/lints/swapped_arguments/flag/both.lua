-- declare: keys = 2, args = 2, key_parameters = (source: &str, target: &str), parameters = (capacity: u64, rate: f64)
local rate = tonumber(ARGV[1])
local capacity = tonumber(ARGV[2])
local target, source = KEYS[1], KEYS[2]
redis.call('SET', source, rate)
return redis.call('SET', target, capacity)
-- then: MGET s t
-- shows: s t | 10 0.5 | Array([Bulk("0.5"), Bulk("10")])
