#!lua flags=no-writes
-- declare: flags = ["allow-oom"]
return 1
