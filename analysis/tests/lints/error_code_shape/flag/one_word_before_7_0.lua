-- declare: min_server = "redis 6.2"
return redis.error_reply('locked')
-- shows redis <7.0: | | Error("locked")
