-- declare: returns = String
-- shows: k | | Integer(1)
local rate = 1.25
return rate
