-- declare: returns = std::collections::HashMap<String, String>
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end
return redis.call('HGETALL', KEYS[1])
