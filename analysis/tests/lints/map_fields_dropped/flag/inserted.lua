-- shows: k | | Array([Array([])])
local reply = {}
table.insert(reply, {id = 1})
return reply
