stock = redis.call('GET', KEYS[2])
if stock then
  count = tonumber(ARGV[1])
end
return kount
