-- run: k | x
if redis.REDIS_VERSION_NUM and redis.REDIS_VERSION_NUM >= 0x00070000 then
  return 1
end
return 0
