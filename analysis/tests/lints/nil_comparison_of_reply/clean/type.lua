local value = redis.call('GET', KEYS[1])
if type(value) == 'boolean' then return 0 end
return 1
