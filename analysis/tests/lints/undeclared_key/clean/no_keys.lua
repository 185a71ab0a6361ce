redis.call('PING', 'hello')
return redis.call('ECHO', 'text')
