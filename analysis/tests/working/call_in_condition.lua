-- run: s | m
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 and redis.call('SCARD', KEYS[1]) < 5 then
  return redis.call('SADD', KEYS[1], ARGV[1])
end
return 0
