if redis.call('SET', KEYS[1], ARGV[1]).ok == 'OK' then
  return 1
end
local kind = redis.call('TYPE', KEYS[1])['ok']
if kind == 'string' then
  return 2
end
local locked = redis.call('SET', KEYS[1], ARGV[1], 'NX')
if locked and locked['ok'] == 'OK' then
  return 3
end
return 0
