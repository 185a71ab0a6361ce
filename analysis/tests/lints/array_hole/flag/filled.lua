-- shows: k | a c | Array([Bulk("a")])
local reply = {}
reply[1] = ARGV[1]
reply[3] = ARGV[2]
return reply
