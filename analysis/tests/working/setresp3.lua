-- run: h | x
redis.call('HSET', KEYS[1], 'a', 1)
redis.setresp(3)
local r = redis.call('HGETALL', KEYS[1])
local missing = redis.call('GET', KEYS[1] .. ':none')
if missing == nil then return r.map['a'] end
return 'no'
