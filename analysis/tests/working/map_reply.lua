-- run: k | x
redis.setresp(3)
return { map = { a = 1, b = 2 } }
