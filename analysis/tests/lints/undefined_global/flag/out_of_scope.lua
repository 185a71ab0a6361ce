if redis.call('PING') then
  local count = 1
end
return count
