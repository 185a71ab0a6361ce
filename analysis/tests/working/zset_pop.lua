-- run: z | x
redis.call('ZADD', KEYS[1], 5, 'm')
local r = redis.call('ZPOPMIN', KEYS[1])
if #r == 0 then return false end
return { r[1], tonumber(r[2]) }
