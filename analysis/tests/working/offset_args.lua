-- run: a b | 2 x y 1 z
local n = tonumber(ARGV[1])
local out = {}
for i = 1, n do out[#out + 1] = ARGV[i + 1] end
local m = tonumber(ARGV[n + 2])
for i = 1, m do out[#out + 1] = ARGV[n + 2 + i] end
return out
