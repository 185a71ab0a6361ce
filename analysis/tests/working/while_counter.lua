-- run: k | x
local i, t = 0, {}
while i < 3 do i = i + 1 t[i] = i * i end
return t
