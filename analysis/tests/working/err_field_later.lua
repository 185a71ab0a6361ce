-- run: k | x
local res = {}
if not ARGV[5] then res['ok'] = 'FINE' end
return res
