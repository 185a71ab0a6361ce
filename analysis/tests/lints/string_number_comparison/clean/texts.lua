if ARGV[1] > '5' then
  return 1
end
if ARGV[1] == '1' then
  return 2
end
return redis.call('GET', KEYS[1]) == ARGV[1]
