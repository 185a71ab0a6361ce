local value = redis.call('GET', Keys[1])
return value
-- shows: k q z | 7 8 9 | nonexistent global variable
