-- run: k | v
local function isempty(s) return s == nil or s == '' end
if isempty(ARGV[1]) then return 'e' end
return ARGV[1]
