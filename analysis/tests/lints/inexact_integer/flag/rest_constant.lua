-- declare: keys = 0, args = 0.., parameters_rest = (ids: usize)
return ARGV[1] + (ARGV[2] or 0)
