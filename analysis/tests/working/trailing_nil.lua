-- run: k | v
local t = {}
t[1] = 'a'
t[2] = nil
return t
