local ok, clock = pcall(function() return os.clock() end)
return ok and clock or 0
