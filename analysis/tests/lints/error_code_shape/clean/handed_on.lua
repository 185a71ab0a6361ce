local reply = redis.pcall('GET', KEYS[1])
if type(reply) == 'table' and reply.err then return redis.error_reply(reply.err) end
return reply
