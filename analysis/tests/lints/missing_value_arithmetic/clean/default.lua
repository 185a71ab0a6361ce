local tokens = tonumber(redis.call('GET', KEYS[1])) or 0
local bucket = redis.call('HMGET', KEYS[2], 'tokens', 'at')
local left = tonumber(bucket[1] or 0)
return tokens + 1 + (tonumber(redis.call('HGET', KEYS[1], 'x') or '0') or 0) + left
