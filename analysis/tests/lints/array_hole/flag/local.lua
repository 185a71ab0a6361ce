local owner
return {redis.call('GET', KEYS[1]), owner, 3}
-- shows: k | | Array([Null])
