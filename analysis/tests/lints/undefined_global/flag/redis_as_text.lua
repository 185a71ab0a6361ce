local value = redis.call('GET', Keys[1])
return value
