local limits = redis.call('HMGET', KEYS[1], 'paused', 'most')
if limits[1] == '1' then return 0 end
if limits[2] then
  local running = redis.call('LLEN', KEYS[2])
  return running >= tonumber(limits[2]) and 0 or 1
end
return 1
