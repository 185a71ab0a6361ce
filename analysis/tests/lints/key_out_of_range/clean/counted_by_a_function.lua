-- declare: keys = 1, args = 0
local n = select('#', unpack(ARGV))
if n > 1 then redis.call('DEL', ARGV[2]) end
if table.getn(KEYS) > 1 then redis.call('DEL', KEYS[2]) end
return redis.call('GET', KEYS[1])
