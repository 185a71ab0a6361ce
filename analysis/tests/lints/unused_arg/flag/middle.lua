-- declare: args = 4
return {ARGV[1], ARGV[4]}
-- shows: | a b c d | Array([Bulk("a"), Bulk("d")])
