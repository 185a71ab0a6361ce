-- declare: min_server = "redis 7.0"
return redis.call('BLPOP', KEYS[1], 1)
