-- run: s | a b
local id = redis.call('XADD', KEYS[1], '*', 'f', ARGV[1])
local r = redis.call('XRANGE', KEYS[1], '-', '+')
return { r[1][1] == id and 1 or 0, r[1][2][1], #r }
