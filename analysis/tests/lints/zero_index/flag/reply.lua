local reply = redis.call('HMGET', KEYS[1], 'a', 'b')
if reply[0] then return 1 end
return redis.call('TIME')[0]
-- shows: k q z | 7 8 9 | Null
