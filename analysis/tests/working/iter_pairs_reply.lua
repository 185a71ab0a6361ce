-- run: h | x
redis.call('HSET', KEYS[1], 'a', '5', 'b', '7')
local sum = 0
for _, v in pairs(redis.call('HVALS', KEYS[1])) do sum = sum + v end
return sum
