-- shows: k | | Array([])
return {nil, redis.call('GET', KEYS[1])}
