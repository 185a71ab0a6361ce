-- declare: keys = 0, args = 0.., parameters_rest = (ids: usize)
return ARGV[1] + (ARGV[2] or 0)
-- shows: | 9007199254740993 | Integer(9007199254740992)
