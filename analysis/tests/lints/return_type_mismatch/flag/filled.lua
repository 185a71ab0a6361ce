-- declare: keys = 0, args = 0, returns = (i64, i64)
-- shows: | | Array([Integer(1), Integer(2), Integer(3)])
local reply = {}
reply[1] = 1
reply[2] = 2
reply[#reply + 1] = 3
return reply
