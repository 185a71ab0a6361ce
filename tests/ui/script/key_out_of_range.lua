local used = redis.call('GET', KEYS[1])



local limit = redis.call('GET', KEYS[2])

local other = redis.call('GET', KEYS[3])
return {used, limit, other}
