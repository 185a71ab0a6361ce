return redis.error_reply(KEYS[1] == 'a' and 'ERR a' or 'MASTERDOWN b')
