local user, raw = {}, redis.call('HGETALL', KEYS[1])
for i = 1, #raw, 2 do user[raw[i]] = raw[i + 1] end
raw.length = #raw
local reply = redis.pcall('LRANGE', KEYS[2], 0, -1)
if reply.err then return reply end
return {user.name, raw.length}
