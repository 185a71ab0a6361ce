rawset(_G, 'x', 1)
setmetatable(_G, {})
-- shows: k q z | 7 8 9 | Attempt to modify a readonly table
