if redis.call('EXISTS', KEYS[1]) == 1 then
  return 1
end
if redis.call('LLEN', KEYS[1]) > 0 and redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 0 then
  return 2
end
local there = redis.call('EXISTS', KEYS[2]) == 1
if there then
  return 3
end
return 0
