-- run: k | v
local stack = { 1, 2, 3 }
while #stack > 1 do stack[#stack] = nil end
return stack
