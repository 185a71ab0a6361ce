rawset(_G, 'x', 1)
setmetatable(_G, {})
