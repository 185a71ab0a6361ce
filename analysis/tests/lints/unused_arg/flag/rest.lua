-- declare: args = 1..
return ARGV[1]
