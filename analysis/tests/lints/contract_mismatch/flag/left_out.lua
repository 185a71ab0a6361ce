-- declare: keys = 1, args = 1..=3, key_parameters = (bucket: &str), parameters = (capacity: u64, rate: f64, ttl: u32)
-- KEYS[1] bucket
-- ARGV[1] capacity: u64
-- ARGV[2] rate: u64 tokens per second
-- ARGV[3] expiry: u32
-- ARGV[4] more: u32
return redis.call('SET', KEYS[1], ARGV[1], 'EX', (ARGV[2] or 0) + (ARGV[3] or 1))
-- shows nothing: the header and the function disagree, which no server sees
