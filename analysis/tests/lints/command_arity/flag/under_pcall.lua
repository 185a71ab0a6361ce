-- shows: k | | Wrong number of args
local ok, err = pcall(redis.call, 'HSET', KEYS[1], 'field')
return redis.error_reply(err)
