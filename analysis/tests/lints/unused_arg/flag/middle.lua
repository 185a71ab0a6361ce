-- declare: args = 4
return {ARGV[1], ARGV[4]}
