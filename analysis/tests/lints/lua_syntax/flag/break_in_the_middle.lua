while true do
  break
  redis.call('PING')
end
-- shows: k q z | 7 8 9 | compiling script
