assert(redis.call('GET', KEYS[1]), {message = 'no'})
