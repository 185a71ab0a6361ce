-- declare: args = 3
local first = ARGV[1]
local b, c, d = unpack(ARGV, 2)
return {first, b, c, d}
-- shows: | a b c | Array([Bulk("a"), Bulk("b"), Bulk("c")])
