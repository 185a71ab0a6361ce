-- declare: keys = 0, args = 0, errors = open, allow(code_without_variant)
return redis.error_reply('QUOTA is used up')
-- shows: | | Error("QUOTA is used up")
