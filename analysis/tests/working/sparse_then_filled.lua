-- run: k | v
local t = {}
t[2] = 'b'
t[1] = 'a'
t[3] = 'c'
return t
