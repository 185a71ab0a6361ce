if missing then return 1 end
return other ~= nil
-- shows: k q z | 7 8 9 | nonexistent global variable
