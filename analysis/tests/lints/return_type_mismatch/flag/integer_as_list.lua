-- declare: returns = Vec<String>
-- shows: k | | Integer(
return redis.call('INCR', KEYS[1])
