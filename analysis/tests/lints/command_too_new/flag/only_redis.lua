-- declare: min_server = "8.0"
return redis.call('VCARD', KEYS[1])
