-- run: k | x
local v = redis.call('GET', KEYS[1])
if v == false then return { 0 } end
return { 1, v }
