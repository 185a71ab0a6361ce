-- shows: k | 5 | nil value
local config
local limit = config.limit or tonumber(ARGV[1])
return redis.call('INCRBY', KEYS[1], limit)
