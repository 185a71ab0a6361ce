-- run: k | a b a
local seen, out = {}, {}
for _, v in ipairs(ARGV) do if not seen[v] then seen[v] = true out[#out + 1] = v end end
return out
