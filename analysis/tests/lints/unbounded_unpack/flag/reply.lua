local members = redis.call('SMEMBERS', KEYS[1])
if #members > 0 then
  redis.call('DEL', unpack(members))
end
