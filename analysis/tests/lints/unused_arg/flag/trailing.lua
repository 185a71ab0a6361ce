-- declare: args = 2
return ARGV[1]
