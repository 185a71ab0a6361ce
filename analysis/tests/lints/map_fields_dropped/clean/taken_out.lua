local reply = {1, 2}
reply.total = 2
local total = reply.total
reply.total = nil
return reply
