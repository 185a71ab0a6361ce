-- declare: keys = 1
local keys = KEYS
local n = 1 + 1
return {keys[1], keys[n]}
-- shows: a | | Array([Bulk("a")])
