-- run: k | v
local t = { 1, 2, 3 }
t[2] = 'two'
t[4] = 4
return t
