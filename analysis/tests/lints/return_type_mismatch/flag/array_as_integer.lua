-- declare: returns = u64
-- shows: k | | Array(
return {1, redis.call('TTL', KEYS[1])}
