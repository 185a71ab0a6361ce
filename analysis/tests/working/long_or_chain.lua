-- run: k | x
local v = ARGV[1]
if v == 'a' or v == 'b' or v == 'x' then return 1 end
return 0
