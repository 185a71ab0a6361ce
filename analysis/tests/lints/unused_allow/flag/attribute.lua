-- declare: allow(global_write)
return 1
-- shows nothing: it is about the attribute, not about what runs
