-- redis-script: allow(global_write)
local x = 1
return x
