-- run: k | v
redis.setresp(3)
local m = { map = {} }
m.map['a'] = 1
return m
