x = 1 -- redis-script: allow(global_write)
-- redis-script: allow(global_write)
y = 2
