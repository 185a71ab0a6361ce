-- declare: args = 1
return redis.call('PING')
-- shows: | a | Status("PONG")
