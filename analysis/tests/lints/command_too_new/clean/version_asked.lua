if redis.REDIS_VERSION_NUM >= 0x00070400 then
  return redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, ARGV[1])
end
return redis.call('HGET', KEYS[1], ARGV[1])
