-- run: k | a b
local function collect(...) local t = { ... } t.n = select('#', ...) local out = {} for i = 1, t.n do out[i] = t[i] end return out end
return collect(ARGV[1], nil, ARGV[2])[1]
