-- declare: min_server = "7.2"
-- shows >=7.2: k | | Null
return redis.call('BLPOP', KEYS[1], 10)
