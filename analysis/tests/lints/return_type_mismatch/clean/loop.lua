-- declare: returns = i64
while true do
  local id = redis.call('LPOP', KEYS[1])
  if not id then
    return 0
  end
  if redis.call('SADD', KEYS[2], id) == 1 then
    return id
  end
end
