-- run: k | x
return redis.call('GET', KEYS[1]) or redis.call('SET', KEYS[1], 'd', 'GET') or 'none'
