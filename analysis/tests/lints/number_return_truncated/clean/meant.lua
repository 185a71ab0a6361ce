-- declare: returns = i64
return tonumber(ARGV[1]) / 2
