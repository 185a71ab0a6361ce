-- run: k | 1 2
local a, b = ARGV[1], ARGV[2]
a, b = b, a
return { a, b }
