if redis.REDIS_VERSION_NUM and redis.REDIS_VERSION_NUM >= 0x070400 then
  return os.clock()
end
return 0
