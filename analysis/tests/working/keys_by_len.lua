-- run: a b c | x
local n = #KEYS
local last = KEYS[n]
return { n, last, KEYS[#KEYS - 1] }
