-- run: k | a b c
local reply = {ARGV[1], ARGV[2], count = 2}
if reply.count > 1 then redis.call('SET', KEYS[1], reply.count) end
return reply
