-- declare: args = 2, allow(unused_arg)
return ARGV[1]
