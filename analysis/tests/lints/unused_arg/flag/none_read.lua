-- declare: args = 1
return redis.call('PING')
