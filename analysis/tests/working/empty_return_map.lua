-- run: k | x
local t = {}
t.a = 1
return cjson.encode(t)
