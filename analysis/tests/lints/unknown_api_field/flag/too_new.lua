-- declare: min_server = "redis 6.2"
return redis.acl_check_cmd('GET', KEYS[1])
