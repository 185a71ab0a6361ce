-- run: k | 5
local res
if tonumber(ARGV[1]) > 3 then res = { 1, 'big' } else res = { 0 } end
return res
