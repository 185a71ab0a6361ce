return redis.call('HgetAll', KEYS[1])
