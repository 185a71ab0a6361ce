-- shows: | x= | Integer(0)
local ok, compiled = pcall(loadstring, string.format('return %s', ARGV[1]))
return compiled and 1 or 0
