redis.call('LPOP', KEYS[1])
return redis.call('XREAD', 'COUNT', 10, 'STREAMS', KEYS[2], '0')
