-- declare: keys = 0, args = 0
-- shows: | | attempt to compare
local now = redis.call('TIME')
if now[1] > 1700000000 then return 1 end
return 0
