-- declare: keys = 2, args = 0
-- shows: a b | | Integer(0)
local there = redis.call('EXISTS', KEYS[1])
if there == true then return 1 end
if redis.call('EXISTS', KEYS[2]) == false then return 2 end
return 0
