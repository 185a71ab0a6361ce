-- shows: k | f | Bulk("yes")
return redis.call('EXISTS', KEYS[1]) and 'yes' or 'no'
