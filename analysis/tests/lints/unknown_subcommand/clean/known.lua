redis.call('XGROUP', 'CREATE', KEYS[1], 'g', '$', 'MKSTREAM')
redis.call('object', 'Freq', KEYS[1])
return redis.call('MEMORY', 'USAGE', KEYS[1])
