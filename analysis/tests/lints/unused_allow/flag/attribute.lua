-- declare: allow(global_write)
return 1
