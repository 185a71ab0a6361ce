-- declare: keys = 1, args = 1.., parameters = (ttl: u32), parameters_rest = (ids: u64)
local sum = 0
for i = 2, #ARGV do
  sum = sum + tonumber(ARGV[i])
end
return redis.call('SET', KEYS[1], sum, 'EX', ARGV[1])
-- then: GET k
-- shows: k | 100 9007199254740993 | Bulk("9007199254740992")
