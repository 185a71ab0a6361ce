-- run: k | x
local t = {}
for i = 3, 1, -1 do t[i] = i end
return t
