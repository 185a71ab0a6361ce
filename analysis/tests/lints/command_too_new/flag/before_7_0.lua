-- declare: min_server = "redis 6.2"
return redis.call('SINTERCARD', 1, KEYS[1])
-- shows redis <7.0: k | | Unknown Redis command
