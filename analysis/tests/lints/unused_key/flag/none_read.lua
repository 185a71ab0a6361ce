-- declare: keys = 1
return redis.call('PING')
-- shows: k | | Status("PONG")
