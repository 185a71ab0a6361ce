-- declare: args = 2
return ARGV[1]
-- shows: | a b | Bulk("a")
