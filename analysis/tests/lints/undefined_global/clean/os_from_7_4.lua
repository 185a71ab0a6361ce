-- declare: min_server = "redis 7.4"
return os.clock()
