-- declare: keys = 0, args = 1, errors = open, allow(forged_error_code)
return redis.error_reply(ARGV[1])
