-- declare: returns = bool
-- shows: k | v | Array(
return redis.call('HGETALL', KEYS[1])
