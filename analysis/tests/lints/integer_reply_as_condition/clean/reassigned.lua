local there = redis.call('EXISTS', KEYS[1])
if ARGV[1] then
  there = false
end
if there then
  return 1
end
return 0
