-- run: k | 1
local v = redis.call('GET', KEYS[1])
if v == 1 or v == '1' then return 1 end
return 0
