-- shows: k | | Integer(1)
local name, age = unpack(redis.call('HMGET', KEYS[1], 'name', 'age'))
if age == nil then return 0 end
return 1
