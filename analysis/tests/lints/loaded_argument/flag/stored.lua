local code = redis.call('GET', KEYS[1])
return assert(loadstring(code))()
