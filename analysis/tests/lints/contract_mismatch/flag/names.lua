-- declare: keys = 1, args = 2, key_parameters = (bucket: &str), parameters = (capacity: u64, rate: f64)
-- KEYS[1] limiter
-- ARGV[1] rate: u64
-- ARGV[2] capacity
local n = redis.call('INCRBY', KEYS[1], ARGV[1])
return n > tonumber(ARGV[2])
-- shows nothing: the header and the function disagree, which no server sees
