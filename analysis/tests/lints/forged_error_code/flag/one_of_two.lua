return redis.error_reply(KEYS[1] == 'a' and 'ERR a' or 'MASTERDOWN b')
-- shows >=7.0: k | 7 | Error("MASTERDOWN
