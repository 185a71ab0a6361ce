-- shows: k | 5 | attempt to
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1])
if tokens < tonumber(ARGV[1]) then return 0 end
return 1
