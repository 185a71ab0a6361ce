if missing then return 1 end
return other ~= nil
