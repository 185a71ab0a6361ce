-- run: k | 10 9
local t = {}
for i, v in ipairs(ARGV) do t[i] = { v = tonumber(v), s = v } end
table.sort(t, function(a, b) return a.v < b.v end)
local out = {}
for i, e in ipairs(t) do out[i] = e.s end
return out
