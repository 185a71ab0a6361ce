ARGV[#ARGV + 1] = 'last'
return ARGV[#ARGV]
