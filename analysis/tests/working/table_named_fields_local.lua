-- run: k | x
local opts = { ttl = 10, name = 'x' }
opts.extra = 5
local out = {}
out[1] = opts.ttl
out[2] = opts.name
out[#out + 1] = opts.extra
return out
