-- declare: keys = 2, args = 1
if #KEYS ~= 2 then
  return redis.error_reply('ERR two keys are needed')
end
assert(#ARGV >= 1, 'an argument is needed')
local extra = {}
for i = 2, #ARGV do table.insert(extra, ARGV[i]) end
redis.call('SUNIONSTORE', KEYS[1], KEYS[1], KEYS[2])
return redis.call('SISMEMBER', KEYS[1], ARGV[1])
