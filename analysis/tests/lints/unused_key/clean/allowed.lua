-- declare: keys = 2
-- redis-script: allow(unused_key)
return redis.call('GET', KEYS[1])
