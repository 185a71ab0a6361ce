-- run: k | 1
local function truthy(v) return v == 1 or v == '1' or v == true or v == 'true' end
if truthy(ARGV[1]) then return 1 end
return 0
