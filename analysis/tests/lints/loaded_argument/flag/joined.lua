-- shows: | 6*7 | Integer(42)
local compute = assert(loadstring('return ' .. ARGV[1]))
return compute()
