-- run: k | {"a":1}
local o = cjson.decode(ARGV[1])
o.b = 2
local names = {}
for k in pairs(o) do names[#names + 1] = k end
table.sort(names)
return names
