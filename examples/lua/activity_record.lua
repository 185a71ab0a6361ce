-- Records an activity of a user: adds 1 to the field ARGV[1] of the hash KEYS[1], notes there when that was, and
-- keeps the last ARGV[2] of all at the list KEYS[2]. Replies how often it was done.
local time = redis.call('TIME')
local count = redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
redis.call('HSET', KEYS[1], 'last', ARGV[1], 'at', time[1])
redis.call('LPUSH', KEYS[2], time[1] .. ' ' .. ARGV[1])
redis.call('LTRIM', KEYS[2], 0, tonumber(ARGV[2]) - 1)
return count
