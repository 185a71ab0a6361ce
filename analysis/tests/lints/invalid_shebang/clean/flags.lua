#!lua flags=no-writes,allow-stale
-- declare: flags = ["allow-stale", "no-writes"]
return 1
