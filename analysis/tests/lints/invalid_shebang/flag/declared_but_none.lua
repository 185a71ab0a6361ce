-- declare: flags = ["no-writes"]
return 1
-- shows nothing: the flags are missing from what the server gets
