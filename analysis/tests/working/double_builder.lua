-- run: k | v
local r = {}
r.double = 1.5
return r
