-- run: k | v
local t = {}
local alias = t
alias.x = 1
t[1] = 'a'
return t
