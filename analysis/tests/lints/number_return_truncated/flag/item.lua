-- declare: returns = (bool, f64)
-- shows: k | | Array([Integer(1), Integer(2)])
local tokens = 5 / 2
return {true, tokens}
