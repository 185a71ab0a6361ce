-- declare: min_server = "redis 9.9"
return redis.call('NEWCOMMAND', KEYS[1])
