-- declare: keys = 1, args = 0, returns = (i64, i64, i64)
-- shows: k | | Array([Integer(1), Integer(-1)])
return {redis.call('INCR', KEYS[1]), redis.call('TTL', KEYS[1])}
