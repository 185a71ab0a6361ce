-- shows >=7.0: k | | nknown
return redis.call('XGROUP', 'ADD', KEYS[1], 'g', '$')
