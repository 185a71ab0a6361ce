-- shows: k | a | Array([Integer(1)])
local reply = {1}
reply[2] = nil
reply[3] = ARGV[1]
return reply
