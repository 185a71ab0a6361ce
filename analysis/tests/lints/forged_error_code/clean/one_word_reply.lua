return redis.error_reply('MOVED')
