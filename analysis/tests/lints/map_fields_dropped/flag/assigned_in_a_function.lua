-- shows: k | | Array([])
local function stats()
  local reply = {}
  reply.hits = redis.call('INCR', KEYS[1])
  return reply
end
return stats()
