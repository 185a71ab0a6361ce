-- declare: keys = 1, args = 2, key_parameters = (bucket: &str), parameters = (capacity: u64, rate: f64), returns = (bool, u64)
-- KEYS[1] bucket
-- ARGV[1] capacity: f64 tokens
-- ARGV[2] rate: f64 tokens per second
-- ARGV[3] now: f64
-- returns {allowed, remaining, reset}
local n = redis.call('INCRBY', KEYS[1], ARGV[1])
return {n > tonumber(ARGV[2]), n}
-- shows nothing: the header and the function disagree, which no server sees
