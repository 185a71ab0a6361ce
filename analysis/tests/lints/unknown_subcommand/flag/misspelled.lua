-- shows: k | | nknown
return redis.call('OBJECT', 'ENCODNG', KEYS[1])
