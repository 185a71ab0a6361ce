-- run: s | x
redis.call('XADD', KEYS[1], '*', 'a', 1)
local i = redis.call('XINFO', 'STREAM', KEYS[1])
local m = {}
for j = 1, #i, 2 do m[i[j]] = i[j + 1] end
return m.length
