-- declare: returns = i64
local reply = cjson.decode(ARGV[1])
if reply then
  return reply.count
end
return redis.call(ARGV[2], KEYS[1])
