local reply = redis.call('HMGET', KEYS[1], 'a', 'b')
if reply[0] then return 1 end
return redis.call('TIME')[0]
