-- run: s | 5
local bucket = {}
local raw = redis.call('HGETALL', KEYS[1])
for i = 1, #raw, 2 do bucket[raw[i]] = raw[i + 1] end
bucket.tokens = tonumber(bucket.tokens) or tonumber(ARGV[1])
bucket.at = tonumber(bucket.at or 0)
if bucket.tokens < 1 then return 'no' end
redis.call('HSET', KEYS[1], 'tokens', bucket.tokens - 1, 'at', bucket.at + 1)
return tostring(bucket.tokens)
