#!lua flags=
return redis.call('INCR', KEYS[1])
