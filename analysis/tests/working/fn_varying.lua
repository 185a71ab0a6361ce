-- run: k | 3
local function scale(x, f) return x * (f or 1) end
return scale(ARGV[1]) + scale(2, 3)
