-- shows: k | | Array([Bulk("b")])
local reply = {}
reply[0] = 'a'
reply[1] = 'b'
return reply
