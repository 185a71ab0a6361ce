-- declare: flags = ["no-writes"]
return 1
