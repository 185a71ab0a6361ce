-- declare: keys = 2, args = 2, key_parameters = (source: &str, target: &str), parameters = (capacity: u64, rate: f64)
local max = tonumber(ARGV[1])
local Rate = tonumber(ARGV[2])
local key = KEYS[1]
redis.call('SET', key, Rate)
return redis.call('SET', KEYS[2], max)
