-- run: k | x
local t = {}
t[1] = redis.call('EXISTS', KEYS[1]) == 1
t[2] = true
return t
