-- declare: keys = 1, args = 2, key_parameters = (bucket: &str), parameters = (capacity: u64, rate: f64), returns = bool
-- ARGV[2] speed: f64
-- returns {allowed, left}
local n = redis.call('INCRBY', KEYS[1], ARGV[1])
return n > tonumber(ARGV[2])
-- shows nothing: the header and the function disagree, which no server sees
