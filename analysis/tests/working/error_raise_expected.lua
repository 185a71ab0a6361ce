-- run: k | x
local ok, err = pcall(function() error({ code = 5 }) end)
return err.code
