-- shows: k | | attempt to get length
return #redis.call('HGET', KEYS[1], 'name')
