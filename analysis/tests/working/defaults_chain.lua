-- run: h | x
local v = redis.call('HMGET', KEYS[1], 'count', 'last')
local count, last = tonumber(v[1]) or 0, tonumber(v[2] or '0')
count = count + 1
redis.call('HMSET', KEYS[1], 'count', count, 'last', last)
return count
