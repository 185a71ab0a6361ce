if redis.call('PING') then
  local count = 1
end
return count
-- shows: k q z | 7 8 9 | nonexistent global variable
