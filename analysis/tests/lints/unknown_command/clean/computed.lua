local command = ARGV[1]
return redis.call(command, KEYS[1])
