-- declare: returns = (bool, u64, u64)
-- shows: k | | Array([Integer(1), Integer(0)])
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {0, 5}
end
return {1, 0}
