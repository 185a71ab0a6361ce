if KEYS[1] != 'a' then return 1 end
