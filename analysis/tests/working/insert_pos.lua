-- run: k | v
local t = { 'b' }
table.insert(t, 1, 'a')
table.insert(t, 'c')
return t
