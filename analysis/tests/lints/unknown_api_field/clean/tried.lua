local ok = pcall(redis.acl_check_command, 'GET')
local also = pcall(function() return redis.breakpoints() end)
return {ok, also}
