-- declare: min_server = "valkey 9.0"
return redis.call('DELIFEQ', KEYS[1], ARGV[1])
