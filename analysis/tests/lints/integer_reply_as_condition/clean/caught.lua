local reply = redis.pcall('INCR', KEYS[1])
if type(reply) == 'number' and reply > 0 then return 1 end
return reply
