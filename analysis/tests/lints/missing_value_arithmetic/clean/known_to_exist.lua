if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('SET', KEYS[1], 10)
end
return tonumber(redis.call('GET', KEYS[1])) - 1
