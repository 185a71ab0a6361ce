-- declare: args = 1..
return ARGV[1]
-- shows: | a b c | Bulk("a")
