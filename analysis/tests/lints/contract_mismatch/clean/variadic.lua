-- declare: keys = 1, args = 1.., parameters = (timeToLive: &str)
-- ARGV[1] time_to_live: String
-- ARGV[2] more: u64
return redis.call('SADD', KEYS[1], unpack(ARGV))
