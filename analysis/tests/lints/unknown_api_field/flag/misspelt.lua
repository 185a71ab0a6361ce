return redis.Call('GET', KEYS[1])
