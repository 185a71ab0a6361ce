-- shows: k | | Array([])
local reply = {allowed = 1}
return reply
