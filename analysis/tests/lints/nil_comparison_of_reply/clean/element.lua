-- declare: keys = 1, args = 0
local user = redis.call('HMGET', KEYS[1], 'name', 'age')
if user[1] == nil or user[1] == false then return 1 end
local list = redis.call('LRANGE', KEYS[1], 0, -1)
if list[1] == nil then return 2 end
local pair = redis.call('HMGET', KEYS[1], 'name', 'age')
pair[1] = tonumber(pair[1])
if pair[1] == nil then return 3 end
local more = redis.call('MGET', KEYS[1])
if more[2] == nil then return 4 end
return 0
