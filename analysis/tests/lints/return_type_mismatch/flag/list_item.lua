-- declare: keys = 1, args = 0, returns = Vec<u64>
return {redis.call('LLEN', KEYS[1]), {1}}
-- shows: k | | Array([Integer(0), Array([Integer(1)])])
