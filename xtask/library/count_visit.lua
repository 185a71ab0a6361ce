-- Counts a visit of the page KEYS[1], which is forgotten after ARGV[1] seconds without one.
local visits = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[1])
return visits
