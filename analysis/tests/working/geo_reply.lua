-- run: g | x
redis.call('GEOADD', KEYS[1], 1, 2, 'm')
local pos = redis.call('GEOPOS', KEYS[1], 'm')
return pos[1][1]
