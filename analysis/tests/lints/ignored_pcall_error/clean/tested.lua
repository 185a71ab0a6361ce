local reply = redis.pcall('INCR', KEYS[1])
if reply.err then
  redis.call('DEL', KEYS[1])
  return 0
end
local kind = redis.pcall('OBJECT', 'ENCODING', KEYS[1])
if type(kind) == 'table' and kind['err'] then return 1 end
return 2
