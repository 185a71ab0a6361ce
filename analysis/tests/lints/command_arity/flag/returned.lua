-- shows: k | | Wrong number of args
return redis.pcall('HGET', KEYS[1])
