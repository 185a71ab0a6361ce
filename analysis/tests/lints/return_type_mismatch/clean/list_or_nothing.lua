-- declare: returns = Vec<String>
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 10)
if #ids == 0 then
  return nil
end
redis.call('ZREM', KEYS[1], unpack(ids))
return ids
