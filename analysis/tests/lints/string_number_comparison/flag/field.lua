-- shows: k | 5 | attempt to compare
local config = {limit = ARGV[1], window = 60}
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], config.window) end
if count > config.limit then return 0 end
return 1
