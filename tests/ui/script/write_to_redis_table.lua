redis.helper = function() end
return redis.call('GET', KEYS[1])
