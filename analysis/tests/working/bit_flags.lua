-- run: k | 3 5
local a, b = tonumber(ARGV[1]), tonumber(ARGV[2])
return bit.bxor(a, b)
