local x = 1 -- redis-script: allow(globl_write)
return x
