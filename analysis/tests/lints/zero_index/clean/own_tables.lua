local t = {[0] = 1}
local counts = {}
counts[0] = 2
return t[0] + counts[0]
