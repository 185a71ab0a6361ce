-- one
return redis.call('GET', KEYS[1] .. 'ä')
