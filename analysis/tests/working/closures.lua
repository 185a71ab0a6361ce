-- run: k | 3
local function counter() local n = 0 return function(d) n = n + d return n end end
local c = counter()
for i = 1, tonumber(ARGV[1]) do c(i) end
return c(0)
