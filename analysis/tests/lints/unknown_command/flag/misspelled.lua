-- shows: k | | Unknown
return redis.call('HGETAL', KEYS[1])
