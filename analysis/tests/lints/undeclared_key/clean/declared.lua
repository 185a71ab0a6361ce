local key = KEYS[1]
redis.call('SET', key, 'value')
redis.call('MSET', KEYS[1], 'a', KEYS[2], 'b')
redis.call('PUBLISH', 'channel', 'message')
redis.call('HSET', key, 'field', 'value')
return redis.call('XREAD', 'COUNT', 1, 'STREAMS', key, '0')
