-- run: k | v
local V = setmetatable({}, { __call = function(_, x) return { x = x } end })
local mt = { __add = function(a, b) return a.x + b.x end, __concat = function(a, b) return 'c' end, __lt = function(a, b) return a.x < b.x end }
local a, b = setmetatable(V(1), mt), setmetatable(V(2), mt)
if a < b then return { a + b, a .. b } end
return 0
