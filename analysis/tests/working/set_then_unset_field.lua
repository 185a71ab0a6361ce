-- run: k | x
local t = { 1, 2 }
t.total = 2
local n = t.total
t.total = nil
return t
