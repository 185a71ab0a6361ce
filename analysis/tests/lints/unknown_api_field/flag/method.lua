-- declare: keys = 0, args = 1
-- shows: | a,b | attempt to call method 'split'
local list = ARGV[1]
return list:split(',')
