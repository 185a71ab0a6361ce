-- run: k | x
math.randomseed(tonumber(redis.call('TIME')[2]))
return math.random(1, 10)
