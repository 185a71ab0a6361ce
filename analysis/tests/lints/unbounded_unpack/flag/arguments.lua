-- shows: k | | too many results to unpack
local ids = {}
for i = 1, 9000 do ids[i] = i end
redis.call('RPUSH', KEYS[1], unpack(ids, 1, 4000))
redis.call('RPUSH', KEYS[1], unpack(ids, 4001, 8000))
redis.call('RPUSH', KEYS[1], unpack(ids, 8001, 9000))
local all = redis.call('LRANGE', KEYS[1], 0, -1)
return redis.call('DEL', unpack(all))
