-- shows: k | v | Integer(0)
if redis.call('SET', KEYS[1], ARGV[1]) == 'OK' then
  return 1
end
return 0
