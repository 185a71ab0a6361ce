while true do
  break
  redis.call('PING')
end
