-- run: k | v
redis.call('SET', KEYS[1], 'x')
local r = redis.pcall('INCR', KEYS[1])
if type(r) == 'table' and r['err'] then
  redis.call('SET', KEYS[1], 0)
  r = redis.call('INCR', KEYS[1])
end
return r
