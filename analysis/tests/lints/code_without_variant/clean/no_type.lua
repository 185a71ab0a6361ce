-- declare: keys = 0, args = 0
return redis.error_reply('QUOTA is used up')
