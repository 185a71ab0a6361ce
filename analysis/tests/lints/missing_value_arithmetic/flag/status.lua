-- shows: k | v | attempt to concatenate
local done = redis.call('SET', KEYS[1], ARGV[1])
return 'stored: ' .. done
