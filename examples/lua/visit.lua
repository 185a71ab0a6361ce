-- Counts a visit of KEYS[1], which is forgotten ARGV[1] seconds after the last one.
local visits = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[1])
return visits
