-- shows: k | 1 | attempt to perform arithmetic
local tokens = tonumber(redis.call('GET', KEYS[1]))
return tokens - tonumber(ARGV[1])
