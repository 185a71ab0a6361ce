-- run: k | x
local t = {}
t[0] = 'count'
t[1] = 'a'
return t[0] .. t[1]
