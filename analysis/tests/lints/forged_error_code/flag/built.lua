return redis.error_reply('BUSY ' .. KEYS[1] .. ' is held')
-- shows >=7.0: k | 7 | Error("BUSY
