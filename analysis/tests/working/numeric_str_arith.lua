-- run: k | 5
return ARGV[1] * 2 + '3'
