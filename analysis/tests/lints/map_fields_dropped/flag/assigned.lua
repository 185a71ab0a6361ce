-- shows: k | | Array([])
local reply = {}
reply.allowed = 1
reply['remaining'] = 5
return reply
