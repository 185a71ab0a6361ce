x = 1 -- redis-script: allow(global_write, undefined_global)
