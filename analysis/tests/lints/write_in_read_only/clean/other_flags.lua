#!lua flags=allow-oom
return redis.call('DEL', KEYS[1])
