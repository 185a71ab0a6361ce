-- declare: keys = 1..
if KEYS[#KEYS + 1] then return 0 end
return redis.call('GET', KEYS[#KEYS])
