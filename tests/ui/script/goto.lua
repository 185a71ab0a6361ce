for i = 1, 10 do
  if i % 2 == 0 then goto next end
  redis.call('RPUSH', KEYS[1], i)
  ::next::
end
