-- run: k | x
local function add(t, k, v) t[#t + 1] = k t[#t + 1] = v end
local t = {}
add(t, 'a', 1) add(t, 'b', 2)
return t
