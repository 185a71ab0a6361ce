x = 1 -- redis-script: allow(global_write, undefined_global)
-- shows nothing: it is about the comment, not about what runs
