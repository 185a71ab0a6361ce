-- shows: k | v | Bulk(
redis.call('SET', KEYS[1], ARGV[1])
redis.pcall('LPUSH', KEYS[1], ARGV[1])
return redis.call('GET', KEYS[1])
