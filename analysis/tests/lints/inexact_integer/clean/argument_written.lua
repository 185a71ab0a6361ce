-- declare: keys = 0, args = 1, parameters = (id: u64), warn(inexact_integer)
ARGV[1] = '7'
return tonumber(ARGV[1])
