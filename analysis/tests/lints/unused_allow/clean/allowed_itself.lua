-- declare: allow(unused_allow, global_write)
return 1
