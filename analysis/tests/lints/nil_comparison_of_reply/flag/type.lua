-- shows: k | | Integer(1)
local value = redis.call('GET', KEYS[1])
if type(value) == 'nil' then return 0 end
return 1
