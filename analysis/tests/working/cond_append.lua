-- run: k | v
local t = {}
if ARGV[1] == 'v' then t[#t + 1] = 'x' end
t[#t + 1] = redis.call('GET', KEYS[1])
return t
