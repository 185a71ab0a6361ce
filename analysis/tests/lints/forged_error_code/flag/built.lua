return redis.error_reply('BUSY ' .. KEYS[1] .. ' is held')
