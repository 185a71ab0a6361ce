-- run: k | 10 9
local t = { ARGV[1], ARGV[2] }
table.sort(t, function(a, b) return tonumber(a) < tonumber(b) end)
return t[1]
