-- shows: k | | Unknown
return redis.pcall('GETT', KEYS[1])
