-- run: k | x
local state = { seen = {} }
local function mark(x) state.seen[x] = true end
mark('a') mark('b')
local n = 0
for _ in pairs(state.seen) do n = n + 1 end
return n
