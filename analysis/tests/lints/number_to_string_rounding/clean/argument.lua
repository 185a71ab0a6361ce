local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
return redis.call('ZADD', KEYS[1], now, ARGV[1])
