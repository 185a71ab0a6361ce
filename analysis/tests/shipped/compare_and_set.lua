-- declare: keys = 1, args = 3
local old, new, ttl = ARGV[1], ARGV[2], ARGV[3]
local current = redis.call('GET', KEYS[1])
local matches = (current == old) or (current == false and old == '')
if not matches then return {0, current} end
if ttl == '' or ttl == '0' then
  redis.call('SET', KEYS[1], new)
else
  redis.call('SET', KEYS[1], new, 'PX', ttl)
end
return {1, new}
