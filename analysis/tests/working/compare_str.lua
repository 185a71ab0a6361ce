-- run: k | b a
if ARGV[1] > ARGV[2] then return ARGV[1] end
return ARGV[2]
