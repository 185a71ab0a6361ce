-- declare: returns = f64
local tokens = tonumber(redis.call('HGET', KEYS[1], 'tokens') or ARGV[1])
return tostring(tokens / 2)
