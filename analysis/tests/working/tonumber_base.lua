-- run: k | ff
return tonumber(ARGV[1], 16)
