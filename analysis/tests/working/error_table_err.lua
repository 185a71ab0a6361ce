-- run: k | v
local ok, e = pcall(function() local e = {} e.err = 'ERR x' error(e) end)
return e.err
