-- declare: returns = Vec<u8>
return redis.call('GET', KEYS[1])
