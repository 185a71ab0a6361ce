-- shows: k | | Unknown
return redis.call('G' .. 'ETT', KEYS[1])
