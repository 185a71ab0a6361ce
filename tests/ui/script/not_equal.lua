local stock = redis.call('GET', KEYS[1])
if stock != false then
  return 1
end
return 0
