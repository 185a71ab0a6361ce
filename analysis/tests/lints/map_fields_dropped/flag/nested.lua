return {{id = 1}, {id = 2}}
-- shows: k q z | 7 8 9 | Array([])
