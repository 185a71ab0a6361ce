-- declare: keys = 1, args = 2, key_parameters = (bucket: &str), parameters = (capacity: u64, rate: f64), returns = (bool, u64)
-- KEYS[1] bucket
-- ARGV[1] capacity: u64 tokens
-- ARGV[2] rate: f64 tokens per second
-- returns {allowed, remaining}
local n = redis.call('INCRBY', KEYS[1], ARGV[1])
return {n > tonumber(ARGV[2]) and 1 or 0, n}
