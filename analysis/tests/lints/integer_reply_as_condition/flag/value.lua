-- shows: k | f | Bulk([121, 101, 115])
return redis.call('EXISTS', KEYS[1]) and 'yes' or 'no'
