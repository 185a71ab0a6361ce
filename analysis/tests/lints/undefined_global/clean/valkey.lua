-- declare: min_server = "valkey 8.0"
return server.call('PING')
