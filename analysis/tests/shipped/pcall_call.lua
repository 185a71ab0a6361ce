-- declare: keys = 1, args = 1
local ok, res = pcall(redis.call, 'INCRBY', KEYS[1], ARGV[1])
if not ok then
  redis.log(redis.LOG_WARNING, 'cannot count: ' .. tostring(res))
  return redis.error_reply('ERR ' .. tostring(res))
end
local reply = redis.pcall('OBJECT', 'ENCODING', KEYS[1])
if type(reply) == 'table' and reply['err'] then
  return reply
end
return res
