if KEYS[1] != 'a' then return 1 end
-- shows: k q z | 7 8 9 | compiling script
