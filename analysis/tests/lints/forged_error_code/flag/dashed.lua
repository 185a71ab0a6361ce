return redis.error_reply('-LOADING later')
