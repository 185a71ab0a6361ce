#!lua flags=no-writes
-- declare: flags = []
return 1
-- shows nothing: the server does what the script says, not the declaration
