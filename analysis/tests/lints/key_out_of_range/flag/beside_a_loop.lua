-- declare: keys = 2
for i = 1, #KEYS do
  redis.call('DEL', KEYS[i])
end
return redis.call('GET', KEYS[3])
-- shows: k q | 7 8 9 | must be strings
