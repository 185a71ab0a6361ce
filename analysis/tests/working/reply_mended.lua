-- run: s | 1
local r = {redis.call('INCR', KEYS[1]), redis.call('TTL', KEYS[1])}
if r[2] < 0 then redis.call('EXPIRE', KEYS[1], ARGV[1]) r[2] = ARGV[1] end
return r[1] + r[2]
