return redis.error_reply('locked')
