-- declare: keys = 1, args = 1..=3
redis.call('SET', KEYS[1], ARGV[1])
if ARGV[2] then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
local owner = ARGV[3]
return redis.call('SADD', KEYS[1], owner)
-- shows: k | a 10 | must be strings or integers
