-- shows: k | 5 | attempt to compare
redis.call('HSET', KEYS[1], 'max', 3)
local bucket = {}
local raw = redis.call('HGETALL', KEYS[1])
for i = 1, #raw, 2 do bucket[raw[i]] = raw[i + 1] end
if bucket.max < tonumber(ARGV[1]) then return 0 end
return 1
