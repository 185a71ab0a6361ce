-- declare: keys = 0, args = 1, allow(undeclared_key)
return redis.call('del', 'defaultKey', unpack(redis.call('keys', ARGV[1])))
