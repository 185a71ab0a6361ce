-- declare: keys = 2
if KEYS[2] then return 1 end
return KEYS[1]
