local count = 1
count += 1
redis.call('SET', KEYS[1], count)
