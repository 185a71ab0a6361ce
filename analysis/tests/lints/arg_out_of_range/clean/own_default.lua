-- declare: args = 1
ARGV[2] = ARGV[1] or 5
return ARGV[2]
