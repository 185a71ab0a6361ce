-- shows: k | v | Integer(1)
redis.call('SET', KEYS[1], ARGV[1])
if redis.pcall('INCR', KEYS[1]) then
  return 1
end
return 0
