-- shows: k | a 1 | Array([])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
local raw, reply = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #raw, 2 do
  reply[raw[i]] = raw[i + 1]
end
return reply
