-- shows: k | 10 | not an integer
local window = tonumber(ARGV[1])
local half = window / 4
return redis.call('INCRBY', KEYS[1], half)
