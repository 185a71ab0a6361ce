-- declare: args = 1..
return {ARGV[1], ARGV[2]}
