-- run: k | x
local t = { 1, 2, 3 }
t[#t] = nil
table.remove(t, 1)
return t
