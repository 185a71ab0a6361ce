-- declare: keys = 0, args = 0, returns = Vec<f64>
-- shows: | | Array([Integer(0)])
local reply = {}
for i = 1, 1 do reply[#reply + 1] = 0.5 end
return reply
