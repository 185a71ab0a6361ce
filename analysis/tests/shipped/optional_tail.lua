-- declare: keys = 1, args = 2
local value = ARGV[1]
local ttl = ARGV[2]
local mode = ARGV[3] or 'set'
local tag = ARGV[4]
if mode == 'set' then
  redis.call('SET', KEYS[1], value)
elseif mode == 'append' then
  redis.call('APPEND', KEYS[1], value)
end
if ttl and tonumber(ttl) > 0 then
  redis.call('EXPIRE', KEYS[1], ttl)
end
if tag ~= nil and tag ~= '' then
  redis.call('SADD', 'tag:' .. tag, KEYS[1])
end
if KEYS[2] then
  redis.call('DEL', KEYS[2])
end
return redis.status_reply('OK')
