-- run: k | 5
local t = {}
for i = 1, tonumber(ARGV[1]) do t[i] = i * 2 end
return t
