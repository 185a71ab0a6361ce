-- shows: | | not allowed from script
redis.call('MULTI')
return redis.call('EXEC')
