-- run: k | v
redis.call('SADD', KEYS[1], 'a')
local t = redis.call('TYPE', KEYS[1])
if type(t) == 'table' then t = t['ok'] end
if t == 'set' then return redis.call('SMEMBERS', KEYS[1]) end
return {}
