-- declare: keys = 2, args = 2, key_parameters = (source: &str, target: &str), parameters = (capacity: u64, rate: f64)
local from, to = KEYS[1], KEYS[2]
local rate = tonumber(ARGV[1]) or 1
redis.call('SET', from, rate)
return redis.call('SET', to, ARGV[2])
-- then: MGET s t
-- shows: s t | 10 0.5 | Array([Bulk("10"), Bulk("0.5")])
