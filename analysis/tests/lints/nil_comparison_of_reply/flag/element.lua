-- declare: keys = 1, args = 0
-- shows: a | | Integer(2)
local user = redis.call('HMGET', KEYS[1], 'name', 'age')
if user[1] == nil then return 1 end
return 2
