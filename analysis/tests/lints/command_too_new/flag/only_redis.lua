-- declare: min_server = "8.0"
return redis.call('VCARD', KEYS[1])
-- shows redis <7.2: k q z | 7 8 9 | Unknown
