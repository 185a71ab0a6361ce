-- declare: min_server = "redis 6.2"
return redis.acl_check_cmd('GET', KEYS[1])
-- shows redis <7.0: k | | attempt to call field 'acl_check_cmd'
