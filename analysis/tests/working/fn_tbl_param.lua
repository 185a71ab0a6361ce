-- run: k | v
local function push(t, v) t[#t + 1] = v return t end
local out = push({}, 'a')
push(out, 'b')
return out
