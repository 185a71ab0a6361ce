-- declare: keys = 2, args = 1
local found = redis.call('ZRANK', KEYS[1], ARGV[1])
if found == false then return -1 end
local count = redis.call('LLEN', KEYS[2])
if count == false or count == 0 then return 0 end
if (redis.call('EXISTS', KEYS[2]) == 1) == true then return 1 end
return count
