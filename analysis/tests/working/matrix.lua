-- run: k | v
local m = {}
for i = 1, 2 do m[i] = {} for j = 1, 2 do m[i][j] = i * j end end
return m
