-- run: k | a b c
local gen = coroutine.wrap(function() for i = 1, #ARGV do coroutine.yield(ARGV[i]) end end)
local out = {}
for v in gen do out[#out + 1] = v end
return out
