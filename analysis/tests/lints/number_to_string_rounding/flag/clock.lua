-- shows: | | e+15
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
return 'event:' .. now
