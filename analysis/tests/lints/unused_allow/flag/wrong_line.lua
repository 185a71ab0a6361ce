-- redis-script: allow(global_write)

x = 1
