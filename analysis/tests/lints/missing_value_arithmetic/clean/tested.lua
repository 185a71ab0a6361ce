local value = redis.call('GET', KEYS[1])
if not value then return 0 end
local score = redis.call('ZSCORE', KEYS[2], ARGV[1])
if score and score + 1 > 10 then return 1 end
return value + 1
