return redis.call('GET', KEY[1])
