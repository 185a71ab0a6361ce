if ready then return 1 end
local n = redy -- redis-script: allow(undefined_global)
if ready and redy then return 2 end
return ready
-- shows: k q z | 7 8 9 | nonexistent global variable
