-- declare: keys = 1, args = 0, returns = Option<u8>
-- shows: k | | Integer(300)
local level = redis.call('GET', KEYS[1])
if level == 'full' then return false end
return 300
