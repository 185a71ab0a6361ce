-- run: a b | x
local last = KEYS[#KEYS]
local prev = KEYS[#KEYS - 1]
if KEYS[#KEYS + 1] then return 0 end
return { last, prev }
