-- run: g | x
redis.call('GEOADD', KEYS[1], 13.361389, 38.115556, 'a', 15.087269, 37.502669, 'b')
return redis.call('GEODIST', KEYS[1], 'a', 'b', 'km')
