-- run: k | v
local ok, res = pcall(redis.call, 'INCR', KEYS[1])
if not ok then return redis.error_reply('ERR ' .. tostring(res)) end
return res
