-- redis-script: allow(global_write)

x = 1
-- shows nothing: it is about the comment, not about what runs
