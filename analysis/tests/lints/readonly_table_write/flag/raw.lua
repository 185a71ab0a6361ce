rawset(math, 'tau', 6)
setmetatable(string, {})
table.insert(redis, 1)
-- shows: k q z | 7 8 9 | readonly table
