-- shows >=7.2: k | | Null
return redis.call('XREAD', 'BLOCK', 10000, 'STREAMS', KEYS[1], '$')
