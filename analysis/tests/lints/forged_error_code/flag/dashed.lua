return redis.error_reply('-LOADING later')
-- shows >=7.0: k | | Error("LOADING
