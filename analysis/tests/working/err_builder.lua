-- run: k | v
local function fail(msg) local e = {} e.err = 'ERR ' .. msg return e end
if #ARGV > 3 then return fail('too many') end
return 1
