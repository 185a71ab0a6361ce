-- run: k | v
local function parse(s) local r = {} r.name = s r.len = #s return r end
local p = parse(ARGV[1])
return { p.name, p.len }
