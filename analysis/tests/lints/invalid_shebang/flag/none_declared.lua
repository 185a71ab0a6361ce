#!lua flags=no-writes
-- declare: flags = []
return 1
