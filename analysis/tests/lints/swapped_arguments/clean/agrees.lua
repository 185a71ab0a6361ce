-- declare: keys = 2, args = 2, key_parameters = (source: &str, target: &str), parameters = (capacity: u64, rate: f64)
local capacity, rate = unpack(ARGV)
local source, dest = KEYS[1], KEYS[2]
redis.call('SET', source, rate)
return redis.call('SET', dest, capacity)
