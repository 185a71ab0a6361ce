-- declare: args = 1
assert(ARGV[2], 'no owner')
return ARGV[1]
-- shows: | a | no owner
