#!lua flags=no-writes
-- declare: flags = ["allow-oom"]
return 1
-- shows nothing: the server does what the script says, not the declaration
