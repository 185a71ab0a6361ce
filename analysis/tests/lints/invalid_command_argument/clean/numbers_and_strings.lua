local function now() return redis.call('TIME')[1] end
redis.call('SET', KEYS[1], now())
redis.call('INCRBY', KEYS[1], 1)
redis.call('DEL', unpack(KEYS))
return redis.call('SET', KEYS[1], tostring(true))
