-- run: k | x
local function both() return 1, { x = 1 } end
local a, b = both()
return { a, b.x }
