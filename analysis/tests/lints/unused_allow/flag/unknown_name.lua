local x = 1 -- redis-script: allow(globl_write)
return x
-- shows nothing: it is about the comment, not about what runs
