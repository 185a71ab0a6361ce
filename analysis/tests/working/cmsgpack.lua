-- run: k | x
local p = cmsgpack.pack({ a = 1, b = { 1, 2 } })
local t = cmsgpack.unpack(p)
return { t.a, t.b, #p }
