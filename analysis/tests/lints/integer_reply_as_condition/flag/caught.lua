-- shows: k | | Integer(1)
if redis.pcall('EXISTS', KEYS[1]) then return 1 end
return 0
