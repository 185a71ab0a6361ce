local deleted = 0
for i = 0, #KEYS - 1 do
  deleted = deleted + redis.call('DEL', KEYS[i])
end
return deleted
