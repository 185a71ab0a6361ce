-- redis-script: allow(global_write)
local x = 1
return x
-- shows nothing: it is about the comment, not about what runs
