-- shows: | | Bulk("1e+15")
local offset = 1000000000000001
return tostring(offset)
