-- redis-script: allow(undefined_global)
-- redis-script: allow(global_write)
x = nothing
