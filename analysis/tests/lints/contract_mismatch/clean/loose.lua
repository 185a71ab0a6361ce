-- declare: keys = 1, args = 2, key_parameters = (bucket: &str), parameters = (capacity: u64, rate: f64)
-- KEYS[1] the job id key
-- ARGV[1]: how much
-- ARGV[2] limit: number of tokens
-- ARGV[3] is not used anymore
-- returns {1, n} or {0, n}
local n = redis.call('INCRBY', KEYS[1], ARGV[1])
return n > tonumber(ARGV[2])
