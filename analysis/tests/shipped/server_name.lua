-- declare: keys = 0, args = 0
local api = rawget(_G, 'server') or redis
local version = redis.REDIS_VERSION or 'unknown'
local ok, clock = pcall(function() return os.clock() end)
return {version, ok and tostring(clock) or 'no clock', api.sha1hex('')}
