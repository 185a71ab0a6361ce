-- shows: k | | Array([Integer(1), Integer(3)])
local owner
local reply = {}
reply[#reply + 1] = 1
reply[#reply + 1] = owner
reply[#reply + 1] = 3
return reply
