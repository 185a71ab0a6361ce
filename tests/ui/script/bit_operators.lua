return redis.call('BITCOUNT', KEYS[1]) & 255
