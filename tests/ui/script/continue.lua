for i = 1, 10 do
  if i % 2 == 0 then continue end
  redis.call('RPUSH', KEYS[1], i)
end
