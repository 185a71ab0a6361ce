-- shows: k | | must be strings or integers
return redis.call('DEL', KEYS)
