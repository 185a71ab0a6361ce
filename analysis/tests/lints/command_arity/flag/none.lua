-- shows: | | at least one argument
return redis.call()
