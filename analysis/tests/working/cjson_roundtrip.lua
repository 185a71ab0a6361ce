-- run: k | {"a":[1,2,null],"b":{"c":true}}
local d = cjson.decode(ARGV[1])
if d.a[3] == cjson.null then d.a[3] = nil end
d.b.c = not d.b.c
d.n = #d.a
return cjson.encode(d)
