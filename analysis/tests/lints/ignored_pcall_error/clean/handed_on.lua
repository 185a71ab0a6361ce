local function checked(reply)
  if type(reply) == 'table' and reply.err then error(reply) end
  return reply
end
return checked(redis.pcall('GET', KEYS[1]))
