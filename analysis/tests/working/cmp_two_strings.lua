-- run: k | a b
local function cmp(a, b) return a < b end
if cmp(ARGV[1], ARGV[2]) then return 1 end
return 0
