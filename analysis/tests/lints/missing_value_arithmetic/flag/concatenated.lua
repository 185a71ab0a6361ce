-- shows: k | | attempt to concatenate
local id = redis.call('LPOP', KEYS[1])
return 'job:' .. id
