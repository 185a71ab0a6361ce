redis.limit = 5
return 1
