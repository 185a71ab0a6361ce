-- run: k | x
local t = {}
t[1] = 'a'
if ARGV[2] then t[2] = ARGV[2] else t[2] = 'none' end
t[3] = 'c'
return t
