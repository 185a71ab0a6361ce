return {{id = 1}, {id = 2}}
