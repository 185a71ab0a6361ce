-- shows >=7.0: k | | Error("not found
return redis.error_reply('not found: ' .. KEYS[1])
