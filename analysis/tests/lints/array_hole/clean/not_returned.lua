local t = {nil, 1}
local function f() return {nil, 2} end
return t[2] + f()[2]
