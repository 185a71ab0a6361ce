-- shows: k | v | must be strings or integers
local same = ARGV[1] == 'v'
return redis.call('HSET', KEYS[1], 'same', same)
