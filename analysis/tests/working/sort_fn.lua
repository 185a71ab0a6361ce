-- run: k | 3 1 2
local t = {}
for i = 1, #ARGV do t[i] = tonumber(ARGV[i]) end
table.sort(t, function(a, b) return a > b end)
return t
