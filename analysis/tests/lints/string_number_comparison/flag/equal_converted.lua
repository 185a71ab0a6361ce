-- before: HSET k version 5
-- shows: k | 5 | Integer(0)
local version = tonumber(ARGV[1])
if redis.call('HGET', KEYS[1], 'version') ~= version then return 0 end
return 1
