-- declare: min_server = "7.0"
redis.call('SET', KEYS[1], 0.1)
return redis.call('GET', KEYS[1])
-- shows redis <7.2: k | | Bulk("0.10000000000000001")
