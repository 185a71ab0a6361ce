-- shows: k | 7 | attempt to compare
redis.call('HSET', KEYS[1], 'count', ARGV[1])
local count, last = unpack(redis.call('HMGET', KEYS[1], 'count', 'last'))
if count > 5 then return 1 end
return 0
