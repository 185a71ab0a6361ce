-- declare: returns = Option<(String, u64)>
local job = redis.call('RPOPLPUSH', KEYS[1], KEYS[2])
if not job then
  return false
end
return {job, redis.call('LLEN', KEYS[1])}
