rawset(math, 'tau', 6)
setmetatable(string, {})
table.insert(redis, 1)
