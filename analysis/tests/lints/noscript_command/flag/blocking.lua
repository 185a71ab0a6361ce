-- declare: min_server = "redis 7.0"
return redis.call('BLPOP', KEYS[1], 1)
-- shows redis <7.2: k q z | 7 8 9 | not allowed from script
