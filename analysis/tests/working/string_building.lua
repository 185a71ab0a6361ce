-- run: k | a b c
local parts = {}
for i, v in ipairs(ARGV) do parts[i] = string.format('%d=%s', i, v) end
local s = table.concat(parts, ',')
s = s:gsub('=', ':')
return s .. ('!'):rep(3)
