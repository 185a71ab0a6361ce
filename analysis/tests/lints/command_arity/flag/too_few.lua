-- shows: k | | Wrong number of args
return redis.call('SET', KEYS[1])
