-- run: k | a,b,c
local out = {}
for part in string.gmatch(ARGV[1], '([^,]+)') do table.insert(out, part) end
return out
